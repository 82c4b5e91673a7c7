-- Addresses that file what is sent to them (org.tapline.bridge.bcc). The organisation's own is not
-- here: it is not secret, and follows from the configuration.
-- valid_until set: replaced, works until then.
create table bcc_address (
    address     text        primary key,
    scope       text        not null check (scope in ('user', 'contact', 'company', 'deal')),
    owner       text        not null,
    created_at  timestamptz not null default now(),
    valid_until timestamptz
);
create unique index bcc_address_one_current on bcc_address (scope, owner) where valid_until is null;
create index bcc_address_owner on bcc_address (scope, owner);
