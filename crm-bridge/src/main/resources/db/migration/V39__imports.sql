-- Contacts out of files. The file lies here until it is done, so that any bridge can go on with it.
create table contact_import (
    job_id    bigint  primary key references job on delete cascade,
    format    text    not null check (format in ('csv', 'vcard')),
    charset   text    not null,
    dry_run   boolean not null,
    created   bigint  not null default 0,
    merged    bigint  not null default 0,
    unchanged bigint  not null default 0,
    refused   bigint  not null default 0
);

create table contact_import_chunk (
    job_id   bigint not null references contact_import on delete cascade,
    position int    not null,
    content  bytea  not null,
    primary key (job_id, position)
);

create table contact_import_refusal (
    id     bigint generated always as identity primary key,
    job_id bigint not null references contact_import on delete cascade,
    line   bigint not null,
    reason text   not null
);
create index contact_import_refusal_job on contact_import_refusal (job_id, id);

-- Addresses that came in, and in a dry run the line that would have made their contact.
create table contact_import_address (
    job_id      bigint not null references contact_import on delete cascade,
    address_key text   not null,
    line        bigint not null,
    primary key (job_id, address_key)
);
