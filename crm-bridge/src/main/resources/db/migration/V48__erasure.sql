-- People who asked to be forgotten.

-- Hashes of their addresses: what was written before must not come back when a mail client
-- downloads its mailbox once more.
create table erased_address (
    hash      text        primary key,
    erased_at timestamptz not null
);

-- Makes the hashes differ from those of anybody else's database.
create table erasure_salt (
    one  boolean primary key default true check (one),
    salt uuid    not null
);
insert into erasure_salt (salt) values (gen_random_uuid());

-- person: who it is, while it is being worked on; then null.
create table erasure (
    id          bigint generated always as identity primary key,
    subject     text        not null,
    person      jsonb,
    state       text        not null check (state in ('running', 'done', 'failed')),
    step        text        not null,
    actor       text        not null,
    reason      text        not null,
    begun_at    timestamptz not null default now(),
    touched_at  timestamptz not null default now(),
    finished_at timestamptz,
    removed     jsonb       not null default '{}',
    kept        jsonb       not null default '[]',
    problem     text
);
