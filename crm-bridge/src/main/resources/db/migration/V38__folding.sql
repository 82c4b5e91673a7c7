-- Addresses are compared under the organisation's folding (addresses.plus-tags,
-- addresses.gmail-dots). address_key stays the key without folding; folded_key is the key with it,
-- where that is another one. What folding the rows follow stands in address_folding: when the policy
-- is another one, a job brings them up to it.

alter table participant add column folded_key text;
alter table contact_address add column folded_key text;

drop index participant_address;
create index participant_address
    on participant (coalesce(folded_key, address_key), occurred_at desc, message_id desc)
    where linked;
drop index contact_address_key;
create index contact_address_key on contact_address (coalesce(folded_key, address_key));

create or replace view address_owner as
select distinct on (coalesce(folded_key, address_key))
       coalesce(folded_key, address_key) as address_key, contact_id
from contact_address
order by coalesce(folded_key, address_key), is_primary desc, contact_id;

create table address_folding (
    only_one   boolean primary key default true check (only_one),
    plus_tags  boolean not null,
    gmail_dots boolean not null
);
insert into address_folding (plus_tags, gmail_dots) values (false, false);
