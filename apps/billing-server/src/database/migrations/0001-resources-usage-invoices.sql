-- One SQL for PGlite 18 and PostgreSQL 15. A resource is a row with its wire members in `body`; what the database
-- itself has to enforce (unique references, links between resources, states) is generated from it, so the two cannot
-- disagree.

create table meters (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint meters_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint meters_body_is_object check (jsonb_typeof(body) = 'object')
);
create table meter_values (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint meter_values_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint meter_values_body_is_object check (jsonb_typeof(body) = 'object')
);
create table meter_properties (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint meter_properties_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint meter_properties_body_is_object check (jsonb_typeof(body) = 'object')
);
create table meter_value_calculations (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint meter_value_calculations_reference_key unique,
  meter_id text generated always as (body ->> 'meter_id') stored not null references meters (id),
  meter_value_id text generated always as (body ->> 'meter_value_id') stored references meter_values (id),
  meter_property_id text generated always as (body ->> 'meter_property_id') stored references meter_properties (id),
  constraint meter_value_calculations_body_is_object check (jsonb_typeof(body) = 'object')
);
create table features (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint features_reference_key unique,
  meter_value_calculation_id text generated always as (body ->> 'meter_value_calculation_id') stored references meter_value_calculations (id),
  constraint features_body_is_object check (jsonb_typeof(body) = 'object')
);
create table product_categories (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint product_categories_reference_key unique,
  constraint product_categories_body_is_object check (jsonb_typeof(body) = 'object')
);
create table products (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint products_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  category_id text generated always as (body ->> 'category_id') stored not null references product_categories (id),
  constraint products_body_is_object check (jsonb_typeof(body) = 'object')
);
create table product_items (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint product_items_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  product_id text generated always as (body ->> 'product_id') stored not null references products (id),
  meter_value_calculation_id text generated always as (body -> 'usage_based' ->> 'meter_value_calculation_id') stored references meter_value_calculations (id),
  constraint product_items_body_is_object check (jsonb_typeof(body) = 'object')
);
create table pricing_plans (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint pricing_plans_reference_key unique,
  constraint pricing_plans_body_is_object check (jsonb_typeof(body) = 'object')
);
create table pricing_plan_versions (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  status text generated always as (body ->> 'status') stored,
  pricing_plan_id text generated always as (body ->> 'pricing_plan_id') stored not null references pricing_plans (id),
  version integer generated always as ((body ->> 'version')::integer) stored not null,
  -- The meters that the version's product items calculate from: what an event needs to find its subscription.
  priced_meter_ids text[] not null default '{}',
  constraint pricing_plan_versions_number_key unique (pricing_plan_id, version),
  constraint pricing_plan_versions_body_is_object check (jsonb_typeof(body) = 'object')
);
create table billing_entities (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint billing_entities_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint billing_entities_body_is_object check (jsonb_typeof(body) = 'object')
);
create table customers (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint customers_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint customers_body_is_object check (jsonb_typeof(body) = 'object')
);
create table pricing_plan_subscriptions (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null,
  status text generated always as (body ->> 'status') stored,
  customer_id text generated always as (body ->> 'customer_id') stored not null references customers (id),
  billing_entity_id text generated always as (body ->> 'billing_entity_id') stored references billing_entities (id),
  -- Set when the subscription becomes ACTIVE, and never again: periods that have been billed must not move.
  activated_at timestamptz,
  time_zone text,
  -- The first instant that is no longer billed, from inactive_periods of the body.
  ends_at timestamptz,
  constraint pricing_plan_subscriptions_reference_key unique (customer_id, reference),
  constraint pricing_plan_subscriptions_body_is_object check (jsonb_typeof(body) = 'object')
);
create table pricing_plan_schedules (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  pricing_plan_subscription_id text generated always as (body ->> 'pricing_plan_subscription_id') stored not null references pricing_plan_subscriptions (id) on delete cascade,
  pricing_plan_version_id text generated always as (body ->> 'pricing_plan_version_id') stored not null references pricing_plan_versions (id),
  start_at timestamptz not null,
  end_at timestamptz,
  constraint pricing_plan_schedules_range check (end_at is null or end_at >= start_at),
  constraint pricing_plan_schedules_body_is_object check (jsonb_typeof(body) = 'object')
);

create index pricing_plan_subscriptions_customer on pricing_plan_subscriptions (customer_id);
create index pricing_plan_schedules_subscription on pricing_plan_schedules (pricing_plan_subscription_id, start_at);

-- Counts the changes of meters, values and properties, so that a server knows when what it remembers of them is old.
create table metering_revision (
  singleton boolean primary key default true check (singleton),
  revision bigint not null
);
insert into metering_revision (revision) values (1);

-- Usage events as they were reported. `reference` is the key that makes a repeated report harmless.
create table meter_data (
  id text primary key,
  reference text not null constraint meter_data_reference_key unique,
  customer_id text not null references customers (id),
  meter_id text not null references meters (id),
  subscription_id text,
  schedule_id text,
  period_start timestamptz,
  event_at timestamptz not null,
  created_at timestamptz not null,
  processed_type text not null check (processed_type in ('DEFAULT', 'NOT_MATCHED')),
  not_matched_variant text,
  deleted_at timestamptz,
  -- A digest of what was reported: tells a retry from another event under the same reference.
  fingerprint text not null,
  body jsonb not null,
  constraint meter_data_booked check (
    (processed_type = 'DEFAULT') = (subscription_id is not null and schedule_id is not null and period_start is not null)
  )
);
create index meter_data_customer on meter_data (customer_id, id);
create index meter_data_not_matched on meter_data (customer_id, event_at) where processed_type = 'NOT_MATCHED';

-- Reports of a reference that was already there. They never count.
create table meter_data_duplicates (
  id text primary key,
  of_meter_data_id text not null references meter_data (id),
  reference text not null,
  customer_id text not null,
  meter_id text not null,
  event_at timestamptz not null,
  created_at timestamptz not null,
  -- True when the content differs from the first report: two different events claim one reference.
  conflict boolean not null,
  body jsonb not null
);
create index meter_data_duplicates_of on meter_data_duplicates (of_meter_data_id);
create index meter_data_duplicates_customer on meter_data_duplicates (customer_id, id);

-- What the events of a period add up to, one row for each combination of property values. Invoices and entitlements
-- read these rows, so they cost the same with ten events or ten million.
create table usage_totals (
  subscription_id text not null references pricing_plan_subscriptions (id),
  schedule_id text not null references pricing_plan_schedules (id),
  period_start timestamptz not null,
  meter_id text not null references meters (id),
  -- '' where the events carried no value or no currency: a key cannot hold null.
  meter_value_id text not null,
  currency text not null,
  properties_key text not null,
  properties jsonb not null,
  sum numeric not null,
  count bigint not null check (count >= 0),
  min numeric,
  max numeric,
  primary key (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key)
);

create table invoices (
  id text primary key,
  customer_id text not null references customers (id),
  subscription_id text not null references pricing_plan_subscriptions (id),
  period_start timestamptz not null,
  period_end timestamptz not null,
  status text not null check (status in ('OPEN', 'DRAFT', 'FINAL')),
  on_hold boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  drafted_at timestamptz,
  -- When the grace period ends and a DRAFT becomes FINAL; null while OPEN or on hold.
  final_due_at timestamptz,
  final_at timestamptz,
  invoice_number text unique,
  -- Members that a caller may set; once FINAL the whole document, which never changes again.
  body jsonb not null default '{}',
  constraint invoices_period_key unique (subscription_id, period_start),
  constraint invoices_period check (period_end > period_start),
  constraint invoices_final check ((status = 'FINAL') = (invoice_number is not null and final_at is not null))
);
create index invoices_customer on invoices (customer_id, period_start);
create index invoices_due on invoices (status, period_end);
