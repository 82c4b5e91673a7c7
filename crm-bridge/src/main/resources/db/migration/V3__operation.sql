-- What has been handled, what the ledger knows, how the administrator wants it.

-- Observations already handled: the journal may deliver one again.
create table observation (
    id         uuid        primary key,
    handled_at timestamptz not null default now()
);
create index observation_handled on observation (handled_at);

-- Observations that cannot be handled: set aside so that the rest goes on.
create table parked_observation (
    id         uuid        primary key,
    observed   jsonb       not null,
    raw_sha256 text        not null,
    reason     text        not null,
    tries      int         not null,
    parked_at  timestamptz not null
);

-- Which UIDs are accounted for, as sets of ranges.
create table ledger (
    mailbox_id  bigint         not null references mailbox on delete cascade,
    folder      text           not null,
    uidvalidity bigint         not null,
    seen        int8multirange not null default '{}',
    captured    int8multirange not null default '{}',
    excluded    int8multirange not null default '{}',
    failed      int8multirange not null default '{}',
    gone        int8multirange not null default '{}',
    primary key (mailbox_id, folder, uidvalidity)
);

-- Observations per mailbox and day, with or without a UID.
create table ledger_day (
    mailbox_id bigint not null references mailbox on delete cascade,
    day        date   not null,
    seen       bigint not null default 0,
    captured   bigint not null default 0,
    excluded   bigint not null default 0,
    failed     bigint not null default 0,
    primary key (mailbox_id, day)
);

-- scope: '' for the organisation, else the id of the user or mailbox.
create table policy_setting (
    level      text        not null check (level in ('organisation', 'user', 'mailbox')),
    scope      text        not null,
    key        text        not null,
    value      text        not null,
    changed_at timestamptz not null default now(),
    primary key (level, scope, key)
);

create table api_token (
    id           bigint generated always as identity primary key,
    name         text        not null unique,
    hash         text        not null unique,
    created_at   timestamptz not null default now()
);

create table audit (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    actor   text        not null,
    action  text        not null,
    subject text        not null,
    before  jsonb,
    after   jsonb
);

-- Written in the transaction of what it tells of; readers follow the ids.
create table event (
    id      bigint generated always as identity primary key,
    at      timestamptz not null default now(),
    type    text        not null,
    payload jsonb       not null
);
