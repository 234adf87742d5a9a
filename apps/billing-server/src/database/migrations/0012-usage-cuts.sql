-- Totals know no time within a period. Where the grants of a wallet cut one, what was used before the cut is kept as
-- totals of its own, so that an invoice with cuts costs as much as one without.

-- The cuts of which totals are kept. A cut that is not here is added up from the events when it is asked for.
create table usage_cuts (
  customer_id text not null references customers (id),
  subscription_id text not null references pricing_plan_subscriptions (id) on delete cascade,
  schedule_id text not null references pricing_plan_schedules (id) on delete cascade,
  period_start timestamptz not null,
  cut_at timestamptz not null,
  primary key (schedule_id, period_start, cut_at)
);
-- What an event looks for: cuts of its customer that come after it. Mostly there is none.
create index usage_cuts_customer on usage_cuts (customer_id, cut_at);

alter table usage_totals
  -- Only what was used before that instant counts; `infinity` for all of the period.
  add column until timestamptz not null default 'infinity',
  drop constraint usage_totals_pkey,
  add primary key (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, until);
