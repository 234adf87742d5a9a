-- Money of wallets pays invoices. A payment is an entry like a draw of credits, but of the invoice as a whole: its line
-- is ''.

alter table invoices
  -- The CREDIT that was issued together with a copy: what the copy bills again was given back by it.
  add column credit_invoice_id text references invoices (id),
  add constraint invoices_copy check (credit_invoice_id is null or type = 'ONE_OFF');
