-- The end or the start of a schedule that another schedule set, and what it was before. It is given back when the other
-- schedule is moved or deleted.
create table schedule_cuts (
  schedule_id text not null references pricing_plan_schedules (id) on delete cascade,
  side text not null check (side in ('START', 'END')),
  cut_by text not null references pricing_plan_schedules (id) on delete cascade deferrable initially deferred,
  -- null: the schedule had no end.
  before timestamptz,
  primary key (schedule_id, side)
);
create index schedule_cuts_cut_by on schedule_cuts (cut_by);
