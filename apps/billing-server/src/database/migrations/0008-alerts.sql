-- When an alert is raised.
create table alert_rules (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint alert_rules_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  feature_id text generated always as (body -> 'entitlement' ->> 'feature_id') stored references features (id),
  constraint alert_rules_body_is_object check (jsonb_typeof(body) = 'object')
);
create index alert_rules_active on alert_rules (id) where status = 'ACTIVE';

create table alerts (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  -- A rule that has raised alerts stays: archive it.
  alert_rule_id text generated always as (body ->> 'alert_rule_id') stored not null references alert_rules (id),
  customer_id text generated always as (body ->> 'customer_id') stored not null references customers (id),
  constraint alerts_body_is_object check (jsonb_typeof(body) = 'object')
);
create index alerts_customer on alerts (customer_id, id);
create index alerts_rule on alerts (alert_rule_id);

-- The key that makes an alert be raised once: whoever writes the row raises it, in the same transaction.
create table alert_crossings (
  alert_rule_id text not null references alert_rules (id) on delete cascade,
  subscription_id text not null references pricing_plan_subscriptions (id) on delete cascade,
  period_start timestamptz not null,
  threshold text not null,
  primary key (alert_rule_id, subscription_id, period_start, threshold)
);

-- Periods whose usage or entitlement has changed, to be looked at. Written in the transaction of the change, and
-- removed in the one that raises what follows from it, so a killed server forgets none. A row for each change: writers
-- never wait.
create table usage_changes (
  id bigint generated always as identity primary key,
  subscription_id text not null,
  period_start timestamptz not null,
  -- Reference of the event, where it was one.
  trigger_reference text
);
