-- Credits and wallets. A wallet holds no number that is written over: what it holds follows from grants and entries,
-- and neither changes once it is written. What a grant gave is counted on the grant itself, under a check, by a
-- trigger.

create table credit_types (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint credit_types_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  constraint credit_types_body_is_object check (jsonb_typeof(body) = 'object')
);
create table wallet_types (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint wallet_types_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  credit_type_id text generated always as (body -> 'credit' -> 'credits_grant' ->> 'credit_type_id') stored references credit_types (id),
  constraint wallet_types_body_is_object check (jsonb_typeof(body) = 'object')
);
create table wallets (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint wallets_reference_key unique,
  status text generated always as (body ->> 'status') stored,
  customer_id text generated always as (body ->> 'customer_id') stored not null references customers (id),
  wallet_type_id text generated always as (body ->> 'wallet_type_id') stored not null references wallet_types (id),
  -- What it holds, as its type said when it was made: credits:<id of the credit type> or money:<currency>.
  unit text not null check (unit ~ '^(credits|money):'),
  constraint wallets_of_customer unique (id, customer_id, unit),
  constraint wallets_body_is_object check (jsonb_typeof(body) = 'object')
);
create index wallets_customer on wallets (customer_id, unit);

create table wallet_grants (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  customer_id text generated always as (body ->> 'customer_id') stored not null,
  wallet_id text generated always as (body ->> 'wallet_id') stored not null,
  billing_entity_id text generated always as (body ->> 'billing_entity_id') stored references billing_entities (id),
  unit text generated always as (coalesce('credits:' || (body -> 'grant_credits' ->> 'credit_type_id'),
    'money:' || (body -> 'grant_amount' ->> 'currency'))) stored not null,
  quantity numeric generated always as (coalesce(body -> 'grant_credits' ->> 'quantity',
    body -> 'grant_amount' ->> 'quantity')::numeric) stored not null check (quantity > 0),
  promotional boolean generated always as (coalesce(body ->> 'type', 'DEFAULT') = 'PROMOTION') stored not null,
  start_at timestamptz not null,
  expire_at timestamptz,
  -- What FINAL invoices took: the sum of its entries, kept by the trigger below.
  drawn numeric not null default 0,
  -- For what a plan deposits: where and for which period, so that it is deposited once.
  schedule_id text,
  period_start timestamptz,
  rule text,
  -- The Idempotency-Key that it was asked for with: for good, beyond the time that answers are kept.
  idempotency_key text constraint wallet_grants_idempotency_key unique,
  requested text,
  constraint wallet_grants_wallet foreign key (wallet_id, customer_id, unit) references wallets (id, customer_id, unit),
  constraint wallet_grants_deposit unique (schedule_id, period_start, rule),
  constraint wallet_grants_range check (expire_at is null or expire_at > start_at),
  constraint wallet_grants_not_overdrawn check (drawn >= 0 and drawn <= quantity),
  constraint wallet_grants_body_is_object check (jsonb_typeof(body) = 'object')
);
create index wallet_grants_of_wallet on wallet_grants (wallet_id, start_at);
create index wallet_grants_customer on wallet_grants (customer_id, id);

-- Which deposits of plans are made: one row for each schedule and period, whether or not it grants anything.
create table wallet_deposits (
  schedule_id text not null references pricing_plan_schedules (id) on delete cascade,
  period_start timestamptz not null,
  created_at timestamptz not null,
  primary key (schedule_id, period_start)
);

-- What FINAL invoices took from grants, and what they used beyond them.
create table wallet_entries (
  id text primary key,
  customer_id text not null references customers (id),
  unit text not null,
  invoice_id text not null references invoices (id),
  line_id text not null,
  kind text not null check (kind in ('DRAW', 'OVERAGE_BILLED', 'OVERAGE_OWED')),
  grant_id text references wallet_grants (id),
  -- First instant of the stretch of time that it was used in.
  from_at timestamptz not null,
  quantity numeric not null check (quantity > 0),
  created_at timestamptz not null,
  constraint wallet_entries_grant check ((kind = 'DRAW') = (grant_id is not null))
);
create unique index wallet_entries_once on wallet_entries (invoice_id, line_id, from_at, kind, coalesce(grant_id, ''));
create index wallet_entries_customer on wallet_entries (customer_id, unit);

create function count_wallet_draw() returns trigger language plpgsql as $$
begin
  update wallet_grants set drawn = drawn + new.quantity
    where id = new.grant_id and customer_id = new.customer_id and unit = new.unit;
  if not found then
    raise exception 'grant % is not of customer %', new.grant_id, new.customer_id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger wallet_entries_are_counted after insert on wallet_entries
  for each row when (new.kind = 'DRAW') execute function count_wallet_draw();

create function forbid_wallet_change() returns trigger language plpgsql as $$
begin
  raise exception 'what a wallet was given and what it gave is never changed' using errcode = 'check_violation';
end $$;
create trigger wallet_entries_are_kept before update or delete on wallet_entries
  for each row execute function forbid_wallet_change();
create trigger wallet_grants_are_kept before delete on wallet_grants
  for each row execute function forbid_wallet_change();
create trigger wallet_grants_stay_the_same before update on wallet_grants
  for each row when (old.body is distinct from new.body or old.start_at is distinct from new.start_at
    or old.expire_at is distinct from new.expire_at or new.drawn < old.drawn)
  execute function forbid_wallet_change();

-- Whether a version deposits anything: what the clock has to look at when a schedule starts.
alter table pricing_plan_versions add column deposits boolean
  generated always as (jsonb_path_exists(body, '$.**.wallet_grants[*]')) stored not null;
