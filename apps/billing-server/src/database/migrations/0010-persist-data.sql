-- What callers stated of the state that a rule brings into a period: usage of a calculation that carries it on,
-- included volume, bought volume. Rows are added and never changed; of one rule and period the newest one that speaks
-- of a part holds.

create table persist_data (
  id text primary key,
  -- The order in which they were stated.
  sequence bigint generated always as identity,
  created_at timestamptz not null,
  -- The key that makes a repeated statement harmless; without one each statement is a new one.
  reference text constraint persist_data_reference_key unique,
  subscription_id text not null references pricing_plan_subscriptions (id) on delete cascade,
  period_start timestamptz not null,
  pricing_item_config_id text not null,
  usage numeric check (usage >= 0),
  usage_charged boolean not null default false,
  included numeric check (included >= 0),
  rollover numeric check (rollover >= 0),
  rollover_added boolean not null default false,
  -- The request as it came, and the wire form.
  requested jsonb not null,
  body jsonb not null,
  constraint persist_data_says_something check (usage is not null or included is not null or rollover is not null)
);
create index persist_data_subscription on persist_data (subscription_id, period_start);
