-- What people mark in their mail clients after a message was filed or left out (FEATURES H12).

-- A recorded message that is kept out of one mailbox by hand: nobody sees that mailbox's copy.
-- The id continues those of decisions: both are listed together.
create table set_aside (
    message_id bigint      not null references message on delete cascade,
    mailbox_id bigint      not null references mailbox,
    at         timestamptz not null,
    id         bigint      not null default nextval('decision_id_seq'),
    primary key (message_id, mailbox_id)
);
create index set_aside_newest on set_aside (at desc, id desc);

-- Of an excluded message: where it was seen last, so that a mark set there later is understood, and
-- since when somebody wants it. Its octets are gone; it is taken in when it is seen again.
alter table decision add column folder text;
alter table decision add column uidvalidity bigint;
alter table decision add column uid bigint;
alter table decision add column wanted_at timestamptz;
create index decision_place on decision (mailbox_id, folder, uidvalidity, uid)
    where outcome = 'excluded' and folder is not null;
create index decision_wanted on decision (message_key, mailbox_id) where wanted_at is not null;
