-- What a search reads, apart from the messages. A vector that makes its row longer than 2 KB lies
-- out of line, as those of most mail do, and a page holds more than a hundred rows.

create table message_words (
    message_id  bigint      primary key references message on delete cascade,
    occurred_at timestamptz not null,
    words       tsvector    not null
);
-- A search vector hardly shrinks: trying to costs time twice.
alter table message_words alter column words set storage external;

-- The spans of time that a moment is in, of four lengths: 2^14 seconds (4.5 hours), 2^18 (3 days),
-- 2^22 (7 weeks), 2^26 (2 years). The lowest two bits tell the length. With them the index of words
-- itself finds what is newest (org.tapline.bridge.timeline.Spans).
create function message_spans(at timestamptz) returns bigint[]
language sql immutable parallel safe
return array[
    floor(extract(epoch from at - timestamptz '1970-01-01 00:00:00+00'))::bigint >> 14 << 2,
    floor(extract(epoch from at - timestamptz '1970-01-01 00:00:00+00'))::bigint >> 18 << 2 | 1,
    floor(extract(epoch from at - timestamptz '1970-01-01 00:00:00+00'))::bigint >> 22 << 2 | 2,
    floor(extract(epoch from at - timestamptz '1970-01-01 00:00:00+00'))::bigint >> 26 << 2 | 3];

insert into message_words (message_id, occurred_at, words)
select id, occurred_at, search from message order by occurred_at, id;

-- An index holds what it was built from; what is dropped goes out of the rows as they are written.
alter table message drop column search;

set local maintenance_work_mem = '256MB';
create index message_words_all on message_words
    using gin (words, message_spans(occurred_at));
-- By subject and people alone, for viewers who see no more.
create index message_words_heads on message_words
    using gin (ts_filter(words, '{a,b}'), message_spans(occurred_at));

-- The searches choose their way by these.
analyze message_words;
