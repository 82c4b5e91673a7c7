-- Deals, and messages that are linked to a contact, a company or a deal by hand or by the address
-- they were sent to. Everything else is linked by its participants.

create table deal (
    id         bigint generated always as identity primary key,
    name       text        not null,
    created_at timestamptz not null default now()
);

-- While it was open. opened_at -infinity: from the first mail on. The deal is open while one of
-- them has no end.
create table deal_period (
    deal_id   bigint      not null references deal on delete cascade,
    opened_at timestamptz not null,
    closed_at timestamptz,
    primary key (deal_id, opened_at),
    check (closed_at is null or closed_at >= opened_at)
);
create unique index deal_period_one_open on deal_period (deal_id) where closed_at is null;

create table deal_contact (
    deal_id    bigint      not null references deal on delete cascade,
    contact_id bigint      not null references contact on delete cascade,
    added_at   timestamptz not null default now(),
    primary key (deal_id, contact_id)
);
create index deal_contact_contact on deal_contact (contact_id);

-- occurred_at is a copy, as with participants: one page of a timeline reads one page of an index.
-- whole_thread: all messages of the thread that the message is in at the time of reading, so that
-- merging threads needs no work here.
create table message_link (
    id           bigint generated always as identity primary key,
    message_id   bigint      not null references message on delete cascade,
    contact_id   bigint      references contact on delete cascade,
    company_id   bigint      references company on delete cascade,
    deal_id      bigint      references deal on delete cascade,
    whole_thread boolean     not null,
    why          text        not null check (why in ('manual', 'bcc')),
    linked_by    text        not null,
    occurred_at  timestamptz not null,
    linked_at    timestamptz not null default now(),
    check (num_nonnulls(contact_id, company_id, deal_id) = 1),
    unique nulls not distinct (message_id, contact_id, company_id, deal_id)
);
create index message_link_contact on message_link (contact_id, occurred_at desc, message_id desc)
    where contact_id is not null;
create index message_link_company on message_link (company_id, occurred_at desc, message_id desc)
    where company_id is not null;
create index message_link_deal on message_link (deal_id, occurred_at desc, message_id desc)
    where deal_id is not null;
