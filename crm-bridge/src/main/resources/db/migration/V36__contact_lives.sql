-- Contacts and companies change: names by hand, merging and taking apart, creations taken back.

-- name_from: mail may improve a name that was made of an address, and none that somebody chose.
alter table contact add column name_from text not null default 'mail'
    check (name_from in ('address', 'mail', 'import', 'hand'));
alter table contact add column company_by_hand boolean not null default false;
-- Merged into another one: it has no addresses any more, and whoever asks for it gets the other.
alter table contact add column merged_into bigint references contact on delete cascade;
create index contact_merged_into on contact (merged_into) where merged_into is not null;
update contact set name_from = 'hand' where origin = 'manual';

alter table company add column name_by_hand boolean not null default false;
alter table company add column merged_into bigint references company on delete cascade;
create index company_merged_into on company (merged_into) where merged_into is not null;

-- What a merge moved, so that it can be taken apart again.
create table contact_merge (
    loser_id     bigint      primary key references contact on delete cascade,
    winner_id    bigint      not null references contact on delete cascade,
    merged_at    timestamptz not null default now(),
    addresses    jsonb       not null,
    deals        bigint[]    not null,
    links        bigint[]    not null,
    took_company boolean     not null
);
create index contact_merge_winner on contact_merge (winner_id, merged_at desc);

-- Addresses whose automatic contact was taken back: mail does not create it again.
create table creation_undone (
    address_key text        primary key,
    undone_at   timestamptz not null default now()
);

create function contact_now(contact bigint) returns bigint
language sql stable
return (
    with recursive chain (id, merged_into) as (
        select c.id, c.merged_into from contact c where c.id = $1
        union all
        select c.id, c.merged_into from contact c join chain on c.id = chain.merged_into)
    select id from chain where merged_into is null);

-- Companies are looked for by name whether or not they have a domain.
create index company_name on company (lower(name));
