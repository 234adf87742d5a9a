-- Usage that comes after the invoice of its period is FINAL is booked on a later period, and keeps which one it belongs
-- to: the later invoice shows it on lines of its own.

alter table meter_data
  -- Start of the period that the event was used in; null where it counts in that period itself.
  add column late_of timestamptz;

alter table usage_totals
  -- The same of a total; `-infinity` for what was used in the period itself: a key cannot hold null.
  add column late_of timestamptz not null default '-infinity',
  drop constraint usage_totals_pkey,
  add primary key (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, until, late_of);
-- Mostly there is none, and every invoice asks.
create index usage_totals_late on usage_totals (subscription_id) where late_of > '-infinity';
