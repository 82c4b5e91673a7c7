-- Contents come packed (org.tapline.bridge.blob.Packing), so that this server need not try.
-- 0: as they are, as all rows so far. 1: a Zstandard frame.
alter table blob add column packing smallint not null default 0;
alter table blob alter column content set storage external;
alter table blob_aside add column packing smallint not null default 0;
alter table blob_aside alter column content set storage external;
