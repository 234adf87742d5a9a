import { splitUsage, type UsagePools } from '@tallygate/usage'

/** The totals of an attempt. Each holds all of its pools. */
export const TOTALS = ['promptTokens', 'completionTokens'] as const

/** The exclusive pools of each total: together they are the total, and no token is in two of them. */
export const POOLS = {
  promptTokens: [
    'uncachedPromptTokens',
    'cachedPromptTokens',
    'cacheWriteTokens',
    'audioPromptTokens',
    'imagePromptTokens',
  ],
  completionTokens: ['textCompletionTokens', 'reasoningTokens', 'audioCompletionTokens', 'imageCompletionTokens'],
} as const

/**
 * Quantities that are worked out of the tokens of an attempt, and `requests`, which is 1: an application never states
 * them.
 */
const DERIVED: ReadonlySet<string> = new Set([...POOLS.promptTokens, ...POOLS.completionTokens, 'requests'])
/** Quantities beside tokens that any attempt may have, counted by a meter or not. */
export const COMMON_QUANTITIES: ReadonlySet<string> = new Set([
  'toolCalls',
  'images',
  'seconds',
  'searches',
  'outcomes',
])

/** The names of the quantities that an application mapped to meters. */
export type KnownQuantities = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>

/** The total that holds a pool; undefined for every other quantity. */
export function totalOf(quantity: string): (typeof TOTALS)[number] | undefined {
  return TOTALS.find((total) => (POOLS[total] as readonly string[]).includes(quantity))
}

/**
 * Tells whether an application may state a quantity by this name: tokens, pools and requests have places of their own.
 */
export function isOwnName(quantity: string): boolean {
  return !DERIVED.has(quantity) && quantity !== 'promptTokens' && quantity !== 'completionTokens'
}

/** The counts of an attempt, as quantities are read from them. */
export interface QuantityCounts {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: UsagePools
  readonly quantities?: Readonly<Record<string, number>>
}

/** Reads one quantity of an attempt; zero where it has none of it. */
export function quantityOf(counts: QuantityCounts, quantity: string): number {
  if (quantity === 'promptTokens' || quantity === 'completionTokens') return counts[quantity]
  if (quantity === 'requests') return 1
  if (DERIVED.has(quantity)) return splitUsage(counts)[quantity as keyof ReturnType<typeof splitUsage>]
  return counts.quantities?.[quantity] ?? 0
}

/** Tells whether two attempts counted the same, whatever they left out because it was zero. */
export function areSameCounts(one: Partial<QuantityCounts>, other: Partial<QuantityCounts>): boolean {
  return (
    one.promptTokens === other.promptTokens &&
    one.completionTokens === other.completionTokens &&
    isSameRecord(one.details ?? {}, other.details ?? {}) &&
    isSameRecord(one.quantities ?? {}, other.quantities ?? {})
  )
}

function isSameRecord(one: object, other: object): boolean {
  const counts = new Map<string, unknown>(Object.entries(one))
  for (const [name, count] of Object.entries(other)) {
    if ((counts.get(name) ?? 0) !== count) return false
    counts.delete(name)
  }
  return [...counts.values()].every((count) => count === 0)
}
