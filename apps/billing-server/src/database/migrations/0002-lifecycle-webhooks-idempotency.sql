-- How far the server's clock was moved ahead of the system's: a restart must not bring an earlier time back.
create table server_clock (
  singleton boolean primary key default true check (singleton),
  offset_ms bigint not null
);
insert into server_clock (offset_ms) values (0);

-- Id or reference of the subscription that an event asked for, if it did: kept for when it is booked again.
alter table meter_data add column wanted_subscription text;

-- Invoice numbers, one row a year. The row is locked until the invoice that takes a number is committed with it, so a
-- number is neither given twice nor left out.
create table invoice_numbers (
  year integer primary key,
  last_number integer not null
);

-- A final invoice never changes, whoever asks.
create function forbid_final_invoice_change() returns trigger language plpgsql as $$
begin
  raise exception 'invoice % is FINAL', old.id using errcode = 'check_violation';
end $$;
create trigger invoices_final_is_final before update or delete on invoices
  for each row when (old.status = 'FINAL') execute function forbid_final_invoice_change();

create table webhooks (
  id text primary key,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  body jsonb not null,
  reference text generated always as (body ->> 'reference') stored not null constraint webhooks_reference_key unique,
  active boolean generated always as ((body ->> 'active')::boolean) stored not null,
  secret_key text,
  previous_secret_key text,
  secret_rolled_at timestamptz,
  -- One server at a time sends to a webhook, so that deliveries keep their order. In the system's time.
  leased_until timestamptz
);

-- The outbox: written in the transaction of what happened, sent afterwards.
create table webhook_events (
  id text primary key,
  webhook_id text not null references webhooks (id) on delete cascade,
  type text not null,
  status text not null check (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
  created_at timestamptz not null,
  retry_count integer not null default 0,
  retry_at timestamptz,
  finished_at timestamptz,
  cause text,
  payload text not null
);
create index webhook_events_pending on webhook_events (webhook_id, id) where status = 'PENDING';

create table idempotency_keys (
  key text primary key,
  operation text not null,
  fingerprint text not null,
  -- In the system's time, like all of a request's own life.
  created_at timestamptz not null,
  response_status integer,
  response_body text
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table bulk_actions (
  id text primary key,
  created_at timestamptz not null,
  body jsonb not null
);

create table bulk_action_items (
  id text primary key,
  bulk_action_id text not null references bulk_actions (id) on delete cascade,
  resource_id text not null,
  status text not null,
  error jsonb
);
create index bulk_action_items_action on bulk_action_items (bulk_action_id, id);

create table reprocess (
  id text primary key,
  created_at timestamptz not null,
  body jsonb not null
);
