-- Small contents lie beside the rows that refer to them, so that one commit makes both durable
-- (docs/adr: small blobs as rows). Larger ones are files.

create table blob (
    sha256  bytea primary key,
    content bytea not null
);

-- LZ4 where this server has it: it costs a fraction of the default, and mail is written once and
-- read seldom.
do $$
begin
    alter table blob alter column content set compression lz4;
    alter table message alter column body_text set compression lz4;
    alter table message alter column body_html set compression lz4;
    alter table message alter column headers set compression lz4;
    alter table message alter column search set compression lz4;
exception when feature_not_supported then
    raise notice 'this server was built without LZ4; the default compression stays';
end
$$;

-- When a mailbox was observed first: from here sync.first-days counts back.
alter table mailbox add column first_observed_at timestamptz;
update mailbox set first_observed_at = created_at;
