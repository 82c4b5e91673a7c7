-- Messages, how each was seen, who takes part, what was decided.

create sequence thread_id;

create table thread (
    id         bigint      primary key,
    started_at timestamptz not null
);

-- Every name a conversation may be found by (org.tapline.bridge.threads.ThreadKey), whether or not
-- the message of that id was ever seen.
create table thread_key (
    key       text   primary key,
    kind      text   not null,
    thread_id bigint not null
);
create index thread_key_thread on thread_key (thread_id);

create table message (
    id            bigint generated always as identity primary key,
    message_key   text        not null unique,
    fingerprint   text        not null,
    message_id    text,
    thread_id     bigint      not null,
    occurred_at   timestamptz not null,
    direction     text        not null check (direction in ('inbound', 'outbound')),
    subject       text        not null,
    references_to text[]      not null,
    headers       jsonb       not null,
    body_text     text        not null,
    body_html     text,
    kind          jsonb       not null,
    defects       jsonb       not null,
    search        tsvector    not null,
    stored_at     timestamptz not null default now()
);
create index message_fingerprint on message (fingerprint);
create index message_message_id on message (message_id);
create index message_thread on message (thread_id, occurred_at);
create index message_newest on message (occurred_at desc, id desc);
create index message_search on message using gin (search);

-- One message, many deliveries: one row for each place and way it was seen.
-- Folder '' and zeros: the way in does not know the place (submission).
create table delivery (
    message_id    bigint      not null references message on delete cascade,
    mailbox_id    bigint      not null references mailbox,
    folder        text        not null,
    uidvalidity   bigint      not null,
    uid           bigint      not null,
    way           text        not null,
    direction     text        not null check (direction in ('inbound', 'outbound')),
    flags         text[]      not null,
    internal_date timestamptz,
    provider_ids  jsonb       not null,
    envelope      jsonb,
    certain       boolean     not null,
    raw_sha256    text,
    raw_size      bigint      not null,
    session       text        not null,
    observed_at   timestamptz not null,
    gone_at       timestamptz,
    primary key (message_id, mailbox_id, folder, uidvalidity, uid, way)
);
create index delivery_place on delivery (mailbox_id, folder, uidvalidity, uid);

-- linked is false for somebody whom a never-log list leaves off the message.
-- occurred_at and domain are copies: a timeline of one page reads one page of this table.
create table participant (
    message_id  bigint      not null references message on delete cascade,
    role        text        not null check (role in ('from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'author')),
    position    int         not null,
    address_key text        not null,
    address     text        not null,
    name        text        not null,
    domain      text        not null,
    linked      boolean     not null,
    occurred_at timestamptz not null,
    primary key (message_id, role, address_key)
);
create index participant_address on participant (address_key, occurred_at desc, message_id desc)
    where linked;
create index participant_domain on participant (domain, occurred_at desc, message_id desc)
    where linked;

create table attachment (
    message_id bigint  not null references message on delete cascade,
    position   int     not null,
    name       text    not null,
    type       text    not null,
    size       bigint  not null,
    inline     boolean not null,
    content_id text,
    sha256     text    not null,
    primary key (message_id, position)
);
create index attachment_sha256 on attachment (sha256);

-- What was decided of a message in a mailbox. Of an excluded message this is all that is kept.
create table decision (
    message_key text        not null,
    mailbox_id  bigint      not null references mailbox,
    message_id  text,
    outcome     text        not null check (outcome in ('recorded', 'restricted', 'excluded')),
    reason      text        not null,
    rules       jsonb       not null,
    addresses   jsonb       not null,
    decided_at  timestamptz not null,
    primary key (message_key, mailbox_id)
);
create index decision_message_id on decision (message_id);
create index decision_excluded on decision (decided_at desc) where outcome = 'excluded';
