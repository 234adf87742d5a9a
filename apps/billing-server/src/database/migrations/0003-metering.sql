-- Events name a customer and a meter that exist, and neither can be deleted while an event names it. A foreign key
-- looks them up once for each row, which was a quarter of the cost of a batch; this looks once for each statement, and
-- takes the same locks as a foreign key does.
alter table meter_data
  drop constraint meter_data_customer_id_fkey,
  drop constraint meter_data_meter_id_fkey;

create function require_customers_and_meters_of_events() returns trigger language plpgsql as $$
declare
  wanted bigint;
  found_rows bigint;
begin
  select count(*) into wanted from (select distinct customer_id from inserted) as customer;
  perform 1 from customers where id in (select distinct customer_id from inserted) order by id for key share;
  get diagnostics found_rows = row_count;
  if found_rows < wanted then
    raise exception 'an event names a customer that does not exist' using errcode = 'foreign_key_violation';
  end if;
  select count(*) into wanted from (select distinct meter_id from inserted) as meter;
  perform 1 from meters where id in (select distinct meter_id from inserted) order by id for key share;
  get diagnostics found_rows = row_count;
  if found_rows < wanted then
    raise exception 'an event names a meter that does not exist' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger meter_data_names_what_exists after insert on meter_data
  referencing new table as inserted for each statement execute function require_customers_and_meters_of_events();

create function forbid_delete_of_metered_customer() returns trigger language plpgsql as $$
begin
  if exists (select 1 from meter_data where customer_id = old.id) then
    raise exception 'customer % has events', old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger customers_with_events_stay after delete on customers
  for each row execute function forbid_delete_of_metered_customer();

create function forbid_delete_of_used_meter() returns trigger language plpgsql as $$
begin
  if exists (select 1 from meter_data where meter_id = old.id) then
    raise exception 'meter % has events', old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger meters_with_events_stay after delete on meters
  for each row execute function forbid_delete_of_used_meter();

-- A repeated report is compared with what is stored, so no digest of the content is kept. An event that did not say its
-- time was given that of its arrival, which its repetition cannot know.
alter table meter_data drop column fingerprint, add column timestamp_given boolean not null default true;

-- A repeated report may be deleted like an event: it never counted, and is no longer listed as there.
alter table meter_data_duplicates add column deleted_at timestamptz;
