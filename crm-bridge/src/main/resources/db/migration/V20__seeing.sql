-- Private marks, and a search vector whose weights say which level a word belongs to.

-- What somebody keeps from colleagues. user_id null: everybody's copy is kept from them.
create table private_mark (
    id         bigint generated always as identity primary key,
    kind       text        not null check (kind in ('message', 'thread', 'contact', 'domain')),
    target     text        not null,
    user_id    bigint      references app_user on delete cascade,
    created_at timestamptz not null default now(),
    unique nulls not distinct (kind, target, user_id)
);

-- A: subject. B: people the header names. C: names of attachments. D: text.
-- Who sees metadata only may find by B, who also sees the subject by A and B. Blind copies are in
-- none: whether somebody may know of them depends on the viewer.
create function message_search(
    language regconfig, subject text, people text, files text, body text) returns tsvector
language sql immutable parallel safe
return setweight(to_tsvector(language, subject), 'A')
    || setweight(to_tsvector(language, people || ' ' || translate(people, '@._+-', '     ')), 'B')
    || setweight(to_tsvector(language, files || ' ' || translate(files, '._-', '   ')), 'C')
    || setweight(to_tsvector(language, body), 'D');

update message m set search = message_search(
    'simple',
    m.subject,
    coalesce((select string_agg(p.name || ' ' || p.address, ' ') from participant p
              where p.message_id = m.id and p.role <> 'bcc'), ''),
    coalesce((select string_agg(a.name, ' ') from attachment a where a.message_id = m.id), ''),
    left(m.body_text, 200000));
