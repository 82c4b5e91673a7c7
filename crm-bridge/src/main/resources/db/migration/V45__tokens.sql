-- What a token may do and how long, and answers that may be asked for twice.

alter table api_token
    add column scope        text        not null default 'admin'
                            check (scope in ('read', 'write', 'admin')),
    add column created_by   text        not null default '',
    add column expires_at   timestamptz,
    add column last_used_at timestamptz;
alter table api_token alter column scope drop default;

-- The first answer to a request with an Idempotency-Key. status null: still being worked on.
-- body null with a status: an answer that is not kept, because it holds a secret.
create table idempotent_request (
    holder       text        not null,
    key          text        not null,
    fingerprint  text        not null,
    begun_at     timestamptz not null,
    status       int,
    content_type text,
    body         text,
    primary key (holder, key)
);
create index idempotent_request_begun on idempotent_request (begun_at);
