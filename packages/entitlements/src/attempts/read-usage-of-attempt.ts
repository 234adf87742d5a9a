import type { UsagePools } from '@tallygate/usage'
import { assertCount, assertQuantities, assertText, MAX_MODEL_LENGTH, PRINTABLE } from '../admission/reserve-request.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { JournalUsage } from '../journal/journal.ts'
import type { Usage } from '../journal/usage.ts'
import type { KnownQuantities } from '../quantities/quantity-names.ts'

/** Members of a usage with tokens: where one is there, both totals must be. */
const TOKENS = ['promptTokens', 'completionTokens', 'details']

const POOLS: Readonly<Record<keyof UsagePools, 'promptTokens' | 'completionTokens'>> = {
  cachedPromptTokens: 'promptTokens',
  cacheWriteTokens: 'promptTokens',
  audioPromptTokens: 'promptTokens',
  imagePromptTokens: 'promptTokens',
  reasoningTokens: 'completionTokens',
  audioCompletionTokens: 'completionTokens',
  imageCompletionTokens: 'completionTokens',
}

/**
 * Reads a usage as it is recorded: a copy, since the application's object may change later. Throws InvalidRequestError
 * for one that cannot be billed as it is. Zero is a count.
 */
export function readUsageOfAttempt(usage: Usage, quantities: KnownQuantities): JournalUsage & Pick<Usage, 'source'> {
  if (typeof usage !== 'object' || usage === null)
    throw new InvalidRequestError({
      message: `usage must be {model, promptTokens, completionTokens, quantities, source}; it is ${String(usage)}.`,
      field: 'usage',
    })
  const { details, source } = usage
  const hasTokens = usage.quantities === undefined || TOKENS.some((name) => name in usage)
  const { promptTokens, completionTokens } = hasTokens ? usage : { promptTokens: 0, completionTokens: 0 }
  assertCount(promptTokens, 'usage.promptTokens')
  assertCount(completionTokens, 'usage.completionTokens')
  if (usage.model !== undefined || hasTokens)
    assertText(usage.model, 'usage.model', MAX_MODEL_LENGTH, PRINTABLE, 'printable text')
  if (details !== undefined) assertPools(details, { promptTokens, completionTokens })
  if (usage.quantities !== undefined) assertQuantities(usage.quantities, 'usage.quantities', quantities)
  if (source !== 'provider' && source !== 'estimate')
    throw new InvalidRequestError({
      message: `usage.source must be 'provider' or 'estimate'; it is ${String(source)}.`,
      field: 'usage.source',
    })
  return {
    model: usage.model ?? '',
    promptTokens,
    completionTokens,
    ...(details === undefined ? {} : { details: { ...details } }),
    ...(usage.quantities === undefined ? {} : { quantities: { ...usage.quantities } }),
    source,
  }
}

/** Throws InvalidRequestError for pools that are more than their total: then some token is in two of them. */
function assertPools(details: UsagePools, totals: Record<'promptTokens' | 'completionTokens', number>): void {
  const sums = { promptTokens: 0, completionTokens: 0 }
  for (const [pool, total] of Object.entries(POOLS)) {
    const tokens = details[pool as keyof UsagePools]
    if (tokens === undefined) continue
    assertCount(tokens, `usage.details.${pool}`)
    sums[total] += tokens
  }
  for (const total of ['promptTokens', 'completionTokens'] as const) {
    if (sums[total] <= totals[total]) continue
    throw new InvalidRequestError({
      message: `usage.details must hold pools of usage.${total} that together are at most ${totals[total]}; they are ${sums[total]}.`,
      field: 'usage.details',
    })
  }
}
