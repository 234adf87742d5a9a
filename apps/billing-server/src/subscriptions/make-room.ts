import { formatInstant } from '@tallygate/billing-period'
import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'
import { type CutSide, listScheduleRanges, recordCut, type ScheduleRange, takeCutsBy } from './schedule-cuts.store.ts'

/** The time that a schedule is to take. */
interface WantedRange {
  readonly subscriptionId: string
  /** The schedule that takes it. */
  readonly id: string
  readonly start: Date
  readonly end: Date | null
}

/**
 * Ends the schedule before and moves the start of the one after, as far as they may be cut, or throws when the wanted
 * time would overlap one of them. A schedule without an end ends where the next one starts; one with an end is cut only
 * where `set_previous_end_at` asks for it, or where it had been cut for the same schedule before.
 */
export async function makeRoom(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  wanted: WantedRange,
  flags: {
    readonly setPreviousEnd: boolean
    readonly setNextStart: boolean
    /** Schedules that `giveBackCuts` gave a bound back to. */
    readonly givenBack?: ReadonlySet<string>
  },
): Promise<void> {
  for (const other of await listScheduleRanges(database, wanted.subscriptionId)) {
    if (other.id === wanted.id) continue
    const overlaps =
      (other.end_at === null || other.end_at > wanted.start) && (wanted.end === null || other.start_at < wanted.end)
    if (!overlaps) continue
    const mayCut = flags.givenBack?.has(other.id) === true
    if (other.start_at < wanted.start && (other.end_at === null || flags.setPreviousEnd || mayCut)) {
      await cut(context, database, { other, side: 'END', at: wanted.start, cutBy: wanted.id })
    } else if (other.start_at >= wanted.start && wanted.end !== null && (flags.setNextStart || mayCut)) {
      if (other.end_at !== null && other.end_at <= wanted.end) {
        const message = `the schedule would take the whole time of ${other.id}; delete that one first`
        throw invalidField('end_at', message, 'PRICING_PLAN_SCHEDULE')
      }
      await cut(context, database, { other, side: 'START', at: wanted.end, cutBy: wanted.id })
    } else {
      const message = `the schedule overlaps ${other.id}; use set_previous_end_at=true to end that one when this one starts`
      throw invalidField('start_at', message, 'PRICING_PLAN_SCHEDULE')
    }
  }
}

async function cut(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  { other, side, at, cutBy }: { other: ScheduleRange; side: CutSide; at: Date; cutBy: string },
): Promise<void> {
  await recordCut(database, {
    schedule_id: other.id,
    side,
    before: side === 'END' ? other.end_at : other.start_at,
    cutBy,
  })
  await setBound(context, database, other.id, side, at)
}

/**
 * Gives back what a schedule took from its neighbours, before it is moved or deleted: the end of the one before, as far
 * as the next schedule leaves it, and the start of the one after unless that one has begun. Returns the schedules that
 * got a bound back.
 */
export async function giveBackCuts(
  context: Pick<ServerContext, 'stores' | 'clock'>,
  database: Queryable,
  { id, subscriptionId }: { readonly id: string; readonly subscriptionId: string },
): Promise<ReadonlySet<string>> {
  const taken = await takeCutsBy(database, id)
  if (taken.length === 0) return new Set()
  const ranges = (await listScheduleRanges(database, subscriptionId)).filter((range) => range.id !== id)
  for (const { schedule_id: cutId, side, before } of taken) {
    const own = ranges.find((range) => range.id === cutId)
    if (own === undefined) continue
    const others = ranges.filter((range) => range.id !== cutId)
    if (side === 'END') {
      const next = others.find(({ start_at: start }) => start >= (own.end_at ?? own.start_at))
      const isCutAgain = next !== undefined && (before === null || before > next.start_at)
      if (isCutAgain) await recordCut(database, { schedule_id: cutId, side, before, cutBy: next.id })
      await setBound(context, database, cutId, side, isCutAgain ? next.start_at : before)
    } else if (own.start_at > context.clock.date() && before !== null) {
      const previousEnd = others.findLast(({ start_at: start }) => start < own.start_at)?.end_at ?? before
      await setBound(context, database, cutId, side, new Date(Math.max(previousEnd.getTime(), before.getTime())))
    }
  }
  return new Set(taken.map(({ schedule_id: cutId }) => cutId))
}

async function setBound(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  id: string,
  side: CutSide,
  at: Date | null,
): Promise<void> {
  const text = at === null ? null : formatInstant(at)
  if (side === 'END') await stores.schedules.update(database, id, { end_at: text }, { end_at: at })
  else if (at !== null) await stores.schedules.update(database, id, { start_at: formatInstant(at) }, { start_at: at })
}
