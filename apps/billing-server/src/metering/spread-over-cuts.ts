/** The key of a total: of which events, and of which part of their period. */
export interface TotalKey {
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly periodStart: Date
  readonly meterId: string
  /** '' for an event without values. */
  readonly meterValueId: string
  /** '' for numbers. */
  readonly currency: string
  readonly propertiesKey: string
  /** By the id of the property. */
  readonly properties: Readonly<Record<string, string>>
  /** Only what was used before that instant; null: all of the period. */
  readonly until: Date | null
  /** Start of the earlier period that it was used in, for usage that came late; null: it was used in this one. */
  readonly lateOf: Date | null
}

/** The share that one value adds to one total. */
export interface TotalShare extends TotalKey {
  /** Decimal. */
  readonly quantity: string
}

/** The contribution of one value of one event to the totals of its period. */
export interface Contribution extends Omit<TotalShare, 'until'> {
  /** The instant of the usage. */
  readonly at: Date
}

/** The cuts of which totals are kept, by `segmentKey`. */
export type KeptCuts = ReadonlyMap<string, readonly Date[]>

/** Names a schedule in one of its periods, and in it what came late of an earlier one. */
export const segmentKey = (scheduleId: string, periodStart: Date, lateOf: Date | null = null): string =>
  `${scheduleId} ${periodStart.getTime()} ${lateOf?.getTime() ?? 'in time'}`

/**
 * The shares of contributions: in the total of their period, and in that of each kept cut that they come before. What
 * came late is in no cut: those are of a time that it is not of. Pure.
 */
export function spreadOverCuts(contributions: readonly Contribution[], kept: KeptCuts): TotalShare[] {
  return contributions.flatMap(({ at, ...of }): TotalShare[] => {
    const all = { ...of, until: null }
    if (kept.size === 0 || of.lateOf !== null) return [all]
    const cuts = kept.get(segmentKey(of.scheduleId, of.periodStart)) ?? []
    return [all, ...cuts.filter((cut) => at < cut).map((until) => ({ ...of, until }))]
  })
}
