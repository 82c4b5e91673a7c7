-- Contacts out of the mail that a user ever sent (FEATURES D3), and addresses that bounce.

create table mining (
    job_id   bigint  primary key references job on delete cascade,
    user_id  bigint  not null references app_user on delete cascade,
    dry_run  boolean not null,
    messages bigint  not null default 0
);

-- Everybody the mail was sent to, each once. outcome: created (in a dry run: would be), known, or
-- left-out with the reason.
create table mining_found (
    job_id      bigint not null references mining on delete cascade,
    address_key text   not null,
    id          bigint generated always as identity,
    address     text   not null,
    name        text   not null,
    outcome     text   not null check (outcome in ('created', 'known', 'left-out')),
    reason      text   not null,
    primary key (job_id, address_key)
);
create index mining_found_id on mining_found (job_id, id);

-- What bounces say of an address. hard_since: mail to it comes back for good since then; null: it
-- does not, or somebody wrote from it since. hard_message: the bounce that said so last.
-- soft: bounces that say it may work later, since the last sign of life.
create table address_bounce (
    address_key  text        primary key,
    hard_since   timestamptz,
    hard_message bigint      references message on delete set null,
    status       text        not null default '',
    soft         bigint      not null default 0,
    alive_at     timestamptz
);
create index address_bounce_message on address_bounce (hard_message);
