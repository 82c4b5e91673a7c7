-- Decisions of one moment are told apart by their number: pages go by time and number.
alter table decision add column id bigint generated always as identity;
drop index decision_excluded;
create index decision_excluded on decision (decided_at desc, id desc) where outcome = 'excluded';
