-- Lead rules, and confirmations to enquirers (org.tapline.bridge.enquiries).

alter table contact drop constraint contact_origin_check;
alter table contact add constraint contact_origin_check
    check (origin in ('manual', 'import', 'sent', 'received', 'bcc', 'meeting', 'lead'));

create table lead_rule (
    id         bigint generated always as identity primary key,
    name       text        not null unique,
    definition jsonb       not null,
    changed_at timestamptz not null default now()
);

-- One for each enquiry. changed_at: of a confirmation that is being sent or was sent, when.
create table confirmation (
    id          bigint generated always as identity primary key,
    message_id  bigint      not null unique references message on delete cascade,
    mailbox_id  bigint      not null references mailbox,
    rule        text        not null,
    address_key text        not null,
    letter      jsonb       not null,
    proof       text,
    state       text        not null
                check (state in ('waiting', 'sending', 'sent', 'withheld', 'failed', 'uncertain')),
    reason      text        not null,
    tries       int         not null default 0,
    due_at      timestamptz not null,
    changed_at  timestamptz not null
);
create index confirmation_due on confirmation (due_at) where state in ('waiting', 'sending');
create index confirmation_person on confirmation (address_key, changed_at);
