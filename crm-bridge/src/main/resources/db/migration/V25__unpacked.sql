-- What a message was inside of when it was seen, and messages known from forwards only
-- (org.tapline.bridge.unpacking).

-- wrapping: [{kind, text, by, at, comment}], the outermost first; null for a message as it came.
-- carrier_id: Message-ID of the mail around it.
alter table delivery add column wrapping jsonb;
alter table delivery add column carrier_id text;
create index delivery_carrier on delivery (carrier_id) where carrier_id is not null;

-- A message of which only a forward's text is known. It has no id; the message itself may come yet.
-- mark: author and subject. written_at: as far as the forward says. referred: ids that the forward
-- names, of which one may be the message's own.
create table retold (
    message_id bigint      primary key references message on delete cascade,
    mark       text        not null,
    author     text        not null,
    written_at timestamptz,
    referred   text[]      not null
);
create index retold_mark on retold (mark);
