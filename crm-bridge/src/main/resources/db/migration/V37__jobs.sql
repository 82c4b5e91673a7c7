-- Work that takes longer than a request: done in pieces, each a transaction that also moves the
-- progress, so that a restart goes on where the last piece ended.
create table job (
    id          bigint generated always as identity primary key,
    kind        text        not null,
    subject     text        not null,
    state       text        not null default 'waiting'
                check (state in ('waiting', 'running', 'done', 'failed')),
    total       bigint      not null default 0,
    done        bigint      not null default 0,
    found       bigint      not null default 0,
    place       text        not null default '',
    error       text,
    owner       uuid,
    owned_until timestamptz,
    run_after   timestamptz not null default now(),
    created_at  timestamptz not null default now(),
    finished_at timestamptz
);
create index job_open on job (run_after, id) where state in ('waiting', 'running');
create index job_subject on job (subject, id desc);

-- Addresses whose stored mail a job looks for.
create table rematch_address (
    job_id      bigint not null references job on delete cascade,
    address_key text   not null,
    primary key (job_id, address_key)
);
