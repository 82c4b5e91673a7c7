-- Further addresses of contacts, proposed because somebody replied from them within a conversation
-- that has no other contact. A refused one stays, so that it is not proposed again.
create table contact_proposal (
    id          bigint generated always as identity primary key,
    contact_id  bigint      not null references contact on delete cascade,
    address_key text        not null unique,
    address     text        not null,
    name        text        not null,
    message_id  bigint      not null references message on delete cascade,
    state       text        not null default 'open' check (state in ('open', 'refused')),
    proposed_at timestamptz not null default now()
);
create index contact_proposal_contact on contact_proposal (contact_id);
