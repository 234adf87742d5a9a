import type { UsageDetails } from '@tallygate/entitlements'

/**
 * What one call used, whatever the provider calls it. The totals hold everything that was processed: cached, cache-writing and audio prompt tokens are
 * inside `promptTokens`, reasoning and audio completion tokens inside `completionTokens`. `details` names those pools, which do not overlap, so a
 * price list can take each out of its total once. Whole, non-negative counts; zero is a count.
 */
export interface TokenUsage {
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: UsageDetails
}

/** `undefined`: nothing of the kind is there. `invalid`: it is there, and a count is not one (NaN, negative, a fraction): never billed. */
export type UsageReading = { readonly usage: TokenUsage } | { readonly invalid: string } | undefined

/** Thrown inside the readers alone; never leaves them. */
class InvalidCount extends Error {}

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A count that a provider reported, or undefined where it reported none. An invalid one ends the reading. */
export function count(fields: unknown, key: string): number | undefined {
  if (!isFields(fields)) return undefined
  const value = fields[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidCount(`${key} is ${typeof value === 'object' ? 'an object' : String(value).slice(0, 40)}`)
}

/** Runs a reader; an invalid count becomes a reading. */
export function reading(read: () => TokenUsage | undefined): UsageReading {
  try {
    const usage = read()
    if (usage === undefined) return undefined
    // A sum of counts that are safe integers need not be one.
    if (!Number.isSafeInteger(usage.promptTokens + usage.completionTokens)) return { invalid: 'the sum is too large' }
    return { usage }
  } catch (error) {
    if (error instanceof InvalidCount) return { invalid: error.message }
    throw error
  }
}

/**
 * Both halves, or the missing one from the total: LangChain leaves a half out when it is zero. One half alone, without a total, is not usage.
 */
export function halves(
  prompt: number | undefined,
  completion: number | undefined,
  total: number | undefined,
): readonly [number, number] | undefined {
  if (prompt !== undefined && completion !== undefined) return [prompt, completion]
  if (total === undefined) return undefined
  if (prompt !== undefined && total >= prompt) return [prompt, total - prompt]
  if (completion !== undefined && total >= completion) return [total - completion, completion]
  return undefined
}

/** Only the pools that were reported and are not zero. */
export function details(pools: { readonly [K in keyof UsageDetails]: number | undefined }): {
  readonly details?: UsageDetails
} {
  const reported = Object.entries(pools).filter(([, tokens]) => tokens !== undefined && tokens > 0)
  return reported.length === 0 ? {} : { details: Object.fromEntries(reported) }
}
