import type { PricingCatalog } from '@tallygate/rating'
import { compilePlan, type GatheredInvoice, type GatheredSegment } from '../invoicing/gather-usage.ts'
import type { Candidate } from './candidate.ts'
import { carrySchedule } from './carry-schedule.ts'

/** The segments of an invoice under the other versions, with the usage that they have under the sold one. */
export interface RepricedSegments {
  readonly segments: readonly GatheredSegment[]
  /** Everything that both versions refer to. */
  readonly catalog: PricingCatalog
}

/** Compiles the plans that the segments of an invoice are priced under instead; `undefined` keeps the sold one. */
export type RepriceSegments = (
  sold: GatheredInvoice,
  candidates: readonly (Candidate | undefined)[],
) => RepricedSegments

/** Makes a function that puts candidates in the place of what is sold, and merges the catalogs of a page once. */
export function segmentRepricer(): RepriceSegments {
  const catalogOf = catalogMerger()
  return (sold, candidates) => {
    const catalog = catalogOf(sold.catalog, candidates)
    const { billingPeriod, input } = sold
    const segments = sold.segments.map((segment, index): GatheredSegment => {
      const version = candidates[index]?.version ?? segment.version
      const schedule = carrySchedule(segment.schedule, segment.version, version)
      const plan = compilePlan({ version, schedule, catalog, currency: input.currency, billingPeriod })
      return { ...segment, plan, version, schedule }
    })
    return { segments, catalog }
  }
}

/**
 * Makes a function that adds to a catalog what the other versions refer to, which wins: they may change a resource that
 * the sold version has too. The same catalogs make the same one.
 */
function catalogMerger(): (sold: PricingCatalog, candidates: readonly (Candidate | undefined)[]) => PricingCatalog {
  const known = new Map<string, PricingCatalog>()
  const numbers = new Map<PricingCatalog, number>()
  const numberOf = (catalog: PricingCatalog): number => {
    const number = numbers.get(catalog) ?? numbers.size
    numbers.set(catalog, number)
    return number
  }
  return (sold, candidates) => {
    const found = [...new Set(candidates)].filter((candidate) => candidate !== undefined)
    const all = [sold, ...found.map(({ catalog }) => catalog)]
    const key = all.map(numberOf).join(' ')
    const merged = known.get(key) ?? mergedCatalog(all)
    known.set(key, merged)
    return merged
  }
}

function mergedCatalog(all: readonly PricingCatalog[]): PricingCatalog {
  const merged = <Value>(read: (catalog: PricingCatalog) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map(all.flatMap((one) => [...read(one)]))
  return {
    productItems: merged((one) => one.productItems),
    products: merged((one) => one.products),
    categories: merged((one) => one.categories),
    calculations: merged((one) => one.calculations),
    meters: merged((one) => one.meters),
    meterValues: merged((one) => one.meterValues),
    meterProperties: merged((one) => one.meterProperties),
  }
}
