-- Legal holds: what nobody may remove, whatever a policy or a request says.

create table legal_hold (
    id     bigint generated always as identity primary key,
    kind   text        not null check (kind in ('contact', 'address', 'domain', 'mailbox', 'message')),
    target text        not null,
    reason text        not null,
    set_by text        not null,
    set_at timestamptz not null default now(),
    unique (kind, target)
);

create function address_held(key text) returns boolean
language sql stable
return exists (
    select from legal_hold h
    where (h.kind = 'address' and h.target = key)
       or (h.kind = 'domain' and '.' || split_part(key, '@', 2) like '%.' || h.target)
       or (h.kind = 'contact' and exists (
               select from contact_address a
               where a.contact_id::text = h.target and a.address_key = key)));

create function message_held(message bigint) returns boolean
language sql stable
return exists (select from legal_hold) and (
    exists (select from legal_hold h where h.kind = 'message' and h.target = message::text)
    or exists (select from legal_hold h join delivery d on d.mailbox_id::text = h.target
               where h.kind = 'mailbox' and d.message_id = message)
    or exists (select from participant p
               where p.message_id = message and address_held(p.address_key)));

create function contact_held(contact bigint) returns boolean
language sql stable
return exists (select from legal_hold) and (
    exists (select from legal_hold h where h.kind = 'contact' and h.target = contact::text)
    or exists (select from contact_address a
               where a.contact_id = contact and address_held(a.address_key)));

-- What is kept of an excluded message: its mailbox and addresses.
create function decision_held(mailbox bigint, addresses jsonb) returns boolean
language sql stable
return exists (select from legal_hold) and (
    exists (select from legal_hold h where h.kind = 'mailbox' and h.target = mailbox::text)
    or exists (select from jsonb_array_elements(addresses) a
               where address_held(lower(a ->> 'address'))));

-- The last door: whoever deletes, a hold is stronger.
create function refuse_held() returns trigger
language plpgsql as $$
begin
    if (tg_table_name = 'message' and message_held(old.id))
        or (tg_table_name = 'contact' and contact_held(old.id)) then
        raise exception '% % is under legal hold', tg_table_name, old.id
            using errcode = 'TL001';
    end if;
    return old;
end
$$;
create trigger message_held before delete on message
    for each row execute function refuse_held();
create trigger contact_held before delete on contact
    for each row execute function refuse_held();
