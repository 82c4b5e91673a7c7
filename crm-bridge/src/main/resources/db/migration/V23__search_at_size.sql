-- What the search and the timeline of a mailbox need at a million messages.

-- The large columns lie apart, so that a page of messages holds many of them and most searches
-- never touch the texts. A search vector hardly shrinks: trying to costs time twice.
alter table message set (toast_tuple_target = 1000);
alter table message alter column search set storage external;

-- By subject and people alone, for viewers who see no more.
create index message_heads on message using gin (ts_filter(search, '{a,b}'));

-- A copy, as in participant: the messages of a mailbox in their order.
alter table delivery add column occurred_at timestamptz;
update delivery d set occurred_at = m.occurred_at from message m where m.id = d.message_id;
alter table delivery alter column occurred_at set not null;
create index delivery_timeline on delivery (mailbox_id, occurred_at desc, message_id desc);
