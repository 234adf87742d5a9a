-- Invoices that are written rather than worked out from usage: credits, one-off invoices and one-off credits. They
-- belong to no period of a subscription; their whole content is in `body` from the start.

alter table invoices
  alter column subscription_id drop not null,
  alter column period_start drop not null,
  alter column period_end drop not null,
  add column type text not null default 'STANDARD' check (type in ('STANDARD', 'CREDIT', 'ONE_OFF', 'ONE_OFF_CREDIT')),
  -- The date that a caller has set; null: the end of the period.
  add column invoice_date timestamptz,
  -- What a credit gives back.
  add column original_invoice_id text references invoices (id),
  -- Customer and billing entity as they were when it became FINAL: what its documents print.
  add column parties jsonb,
  drop constraint invoices_status_check,
  add constraint invoices_status check (status in ('OPEN', 'DRAFT', 'FINAL', 'ARCHIVED')),
  add constraint invoices_of_a_period check (
    (type = 'STANDARD') = (subscription_id is not null)
    and (type = 'STANDARD') = (period_start is not null and period_end is not null)
    and (type = 'STANDARD' or (status <> 'OPEN' and invoice_date is not null))
  ),
  add constraint invoices_correction check (case type when 'CREDIT' then original_invoice_id is not null
    when 'ONE_OFF_CREDIT' then true else original_invoice_id is null end);
create index invoices_original on invoices (original_invoice_id) where original_invoice_id is not null;
create index invoices_date on invoices (status, coalesce(invoice_date, period_end));
create index invoices_subscriptions on invoices (coalesce(subscription_id, body -> 'pricing_plan_subscription_ids' ->> 0));

-- What each CREDIT gives back of each line of its original. One that is archived gives nothing back.
create table invoice_line_credits (
  credit_invoice_id text not null references invoices (id) on delete cascade,
  original_invoice_id text not null references invoices (id),
  original_line_id text not null,
  amount_excluding_tax numeric not null,
  tax_amount numeric not null,
  primary key (credit_invoice_id, original_line_id)
);
create index invoice_line_credits_original on invoice_line_credits (original_invoice_id, original_line_id);

-- A final invoice never changes, whoever asks; nor does one that was archived.
create or replace function forbid_final_invoice_change() returns trigger language plpgsql as $$
begin
  raise exception 'invoice % is %', old.id, old.status using errcode = 'check_violation';
end $$;
drop trigger invoices_final_is_final on invoices;
create trigger invoices_final_is_final before update or delete on invoices
  for each row when (old.status in ('FINAL', 'ARCHIVED')) execute function forbid_final_invoice_change();

-- Credits of an invoice never come to more than it, whoever writes them. Those of one original wait for each other.
create function forbid_over_crediting() returns trigger language plpgsql as $$
declare
  original numeric;
  credited numeric;
begin
  select (body -> 'invoice_amount_including_tax' ->> 'quantity')::numeric into original
    from invoices where id = new.original_invoice_id and status = 'FINAL' for update;
  if original is null then
    raise exception 'invoice % is not FINAL and cannot be credited', new.original_invoice_id using errcode = 'check_violation';
  end if;
  select coalesce(sum((body -> 'invoice_amount_including_tax' ->> 'quantity')::numeric), 0) into credited
    from invoices where original_invoice_id = new.original_invoice_id and status <> 'ARCHIVED';
  if -credited not between least(original, 0) and greatest(original, 0) then
    raise exception 'invoice % of % would be credited by %', new.original_invoice_id, original, -credited
      using errcode = 'check_violation', constraint = 'invoices_credited';
  end if;
  return null;
end $$;
create trigger invoices_credited after insert or update of body, status, original_invoice_id on invoices
  for each row when (new.original_invoice_id is not null) execute function forbid_over_crediting();
