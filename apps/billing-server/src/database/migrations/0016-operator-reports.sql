-- What applications report beside their usage events: each settled attempt, and how they are.

create table operator_attempts (
  -- The application's: `<customer>:<request id>:<attempt>`.
  id text primary key,
  customer_reference text not null,
  request_id text not null,
  admitted_at timestamptz not null,
  received_at timestamptz not null,
  body jsonb not null constraint operator_attempts_body_is_object check (jsonb_typeof(body) = 'object')
);
-- Not by id, too: together with it a key could be longer than an index takes.
create index operator_attempts_admitted on operator_attempts (admitted_at);
create index operator_attempts_customer on operator_attempts (customer_reference, admitted_at);
create index operator_attempts_request on operator_attempts (request_id, admitted_at);

-- The way from an event, and so from the line of an invoice, back to its attempt. No usage event needs to be there.
create table operator_attempt_events (
  reference text not null,
  attempt_id text not null references operator_attempts (id) on delete cascade
);
create index operator_attempt_events_reference on operator_attempt_events (reference);

-- The last report of each agent.
create table operator_agents (
  id text primary key,
  reported_at timestamptz not null,
  received_at timestamptz not null,
  body jsonb not null constraint operator_agents_body_is_object check (jsonb_typeof(body) = 'object')
);
