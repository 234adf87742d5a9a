import type { Queryable } from '../database/database.ts'

/** The bound of a schedule that another one set. */
export type CutSide = 'START' | 'END'

/** A bound of a schedule that another one set, and what it was before. */
export interface ScheduleCut {
  readonly schedule_id: string
  readonly side: CutSide
  /** `null`: the schedule had no end. */
  readonly before: Date | null
}

/** Records that `cutBy` set a bound of a schedule. The bound before the first cut is the one that is kept. */
export async function recordCut(database: Queryable, cut: ScheduleCut & { readonly cutBy: string }): Promise<void> {
  await database.query(
    `insert into schedule_cuts (schedule_id, side, cut_by, before) values ($1, $2, $3, $4::timestamptz)
      on conflict (schedule_id, side) do update set cut_by = excluded.cut_by`,
    [cut.schedule_id, cut.side, cut.cutBy, cut.before],
  )
}

/** Forgets the cut of a bound that was set by a request of its own. */
export async function forgetCut(database: Queryable, scheduleId: string, side: CutSide): Promise<void> {
  await database.query('delete from schedule_cuts where schedule_id = $1 and side = $2', [scheduleId, side])
}

/** Takes the cuts that a schedule made out of the table. */
export function takeCutsBy(database: Queryable, scheduleId: string): Promise<ScheduleCut[]> {
  return database.query<ScheduleCut>(
    'delete from schedule_cuts where cut_by = $1 returning schedule_id, side, before',
    [scheduleId],
  )
}

/** The time of a schedule. */
export interface ScheduleRange {
  readonly id: string
  /** Inclusive. */
  readonly start_at: Date
  /** Exclusive; `null` while the schedule has no end. */
  readonly end_at: Date | null
}

/** Reads the time of each schedule of a subscription, in the order of their start. */
export function listScheduleRanges(database: Queryable, subscriptionId: string): Promise<ScheduleRange[]> {
  return database.query<ScheduleRange>(
    'select id, start_at, end_at from pricing_plan_schedules where pricing_plan_subscription_id = $1 order by start_at, id',
    [subscriptionId],
  )
}
