-- Our own people, their mailboxes, and the people they write with.
-- An address is compared by its key (org.tapline.bridge.identity.AddressKey); the address itself
-- is kept as it was first written. Keys longer than an index takes are hashed by the caller.

create table app_user (
    id         bigint generated always as identity primary key,
    name       text        not null,
    created_at timestamptz not null default now()
);

create table user_address (
    address_key text    primary key,
    address     text    not null,
    user_id     bigint  not null references app_user on delete cascade,
    is_primary  boolean not null
);
create index user_address_user on user_address (user_id);
create unique index user_address_one_primary on user_address (user_id) where is_primary;

create table mailbox (
    id               bigint generated always as identity primary key,
    login            text        not null,
    upstream         text        not null,
    user_id          bigint      references app_user,
    created_at       timestamptz not null default now(),
    last_observed_at timestamptz,
    unique (login, upstream)
);

create table company (
    id         bigint generated always as identity primary key,
    domain     text        unique,
    name       text        not null,
    created_at timestamptz not null default now()
);
create unique index company_by_name on company (lower(name)) where domain is null;

-- deleted_at set: a tombstone. Its addresses stay, mail still links to it, nobody creates it again.
create table contact (
    id         bigint generated always as identity primary key,
    name       text        not null,
    company_id bigint      references company,
    origin     text        not null check (origin in ('manual', 'import', 'sent', 'received', 'bcc', 'meeting')),
    created_at timestamptz not null default now(),
    deleted_at timestamptz
);
create index contact_company on contact (company_id);

create table contact_address (
    contact_id  bigint  not null references contact on delete cascade,
    address_key text    not null,
    address     text    not null,
    is_primary  boolean not null,
    primary key (contact_id, address_key)
);
create index contact_address_key on contact_address (address_key);
create unique index contact_address_one_owner on contact_address (address_key) where is_primary;
create unique index contact_address_one_primary on contact_address (contact_id) where is_primary;

-- Whose address it is: the one who has it as primary, else the older contact (DESIGN section 6).
create view address_owner as
select distinct on (address_key) address_key, contact_id
from contact_address
order by address_key, is_primary desc, contact_id;
