-- Ids and references sort by their bytes on every engine: an id begins with the time of its making, so that its order
-- is the order of time, and a database made for a language would sort upper and lower case together. All columns with
-- one, since a join of two columns with different collations can use no index. Called after every migration
-- (migrate.ts), for its tables.
create function sort_ids_by_bytes() returns void language plpgsql as $$
declare
  one record;
begin
  -- Where the whole database sorts by bytes there is nothing to do.
  if exists (
    select from pg_database
      where datname = current_database() and datlocprovider = 'c' and lower(datcollate) in ('c', 'posix', 'c.utf-8', 'c.utf8')
  ) then
    return;
  end if;
  for one in
    select c.table_name, string_agg(format('alter column %I type text collate "C"', c.column_name), ', ') as changes
      from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.data_type = 'text'
        and (c.column_name in ('id', 'reference') or c.column_name like '%\_id') and c.collation_name is distinct from 'C'
      group by c.table_name
  loop
    execute format('alter table %I %s', one.table_name, one.changes);
  end loop;
end $$;

-- The order in which events are sent: given by the database when they are written, so that two servers with clocks that
-- differ agree on it.
alter table webhook_events add column sequence bigint generated always as identity;
drop index webhook_events_pending;
create index webhook_events_pending on webhook_events (webhook_id, sequence) where status = 'PENDING';
