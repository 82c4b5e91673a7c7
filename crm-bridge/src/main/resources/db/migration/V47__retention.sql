-- What is removed when its time is over, and the contents that nothing refers to any more.

-- Contents that may have lost their last reference: looked at, and removed when they have.
create table condemned_blob (
    sha256 text        primary key,
    at     timestamptz not null default now()
);

-- Contents out of sight while the transactions end that may just be referring to them.
create table blob_aside (
    sha256  bytea primary key,
    content bytea not null
);

-- The name, type and size of an attachment whose content was removed.
alter table attachment add column removed_at timestamptz;

create table retention_run (
    id          bigint generated always as identity primary key,
    actor       text        not null,
    state       text        not null check (state in ('running', 'done', 'failed')),
    begun_at    timestamptz not null default now(),
    touched_at  timestamptz not null default now(),
    finished_at timestamptz,
    removed     jsonb       not null default '{}',
    problem     text
);
create unique index retention_run_one on retention_run (state) where state = 'running';
