import { count, type Fields, isFields } from './fields.ts'
import { reconcile } from './reconcile.ts'
import type { UsageReading } from './token-usage.ts'

/** A usage of the AI SDK's language models. */
export interface AiSdkUsage extends Fields {
  readonly inputTokens: Fields
  readonly outputTokens: Fields
}

/** Tells a usage of the AI SDK's language models by its halves, which are objects there and counts elsewhere. */
export function isAiSdkUsage(value: Fields): value is AiSdkUsage {
  return isFields(value['inputTokens']) && isFields(value['outputTokens'])
}

/**
 * Reads the usage of the AI SDK's language models: halves with their parts, and under `raw` what the provider stated.
 * The provider's own numbers are read by its own rules, as every other adapter reads them. Where both readings differ,
 * the larger counts: the SDK leaves pools out that it does not know, and some of its providers keep a part of what was
 * stated. Halves of zero without anything raw are no usage: no prompt has no tokens.
 *
 * @param readStated reads what a provider states.
 */
export function readAiSdk(
  { inputTokens: input, outputTokens: output, raw }: AiSdkUsage,
  readStated: (raw: unknown) => UsageReading,
): UsageReading {
  const stated = readStated(raw)
  if (stated !== undefined && !('usage' in stated)) return stated
  const normalised = readHalves(input, output)
  if (stated === undefined) return isZero(normalised) ? undefined : normalised
  return tokens(normalised) > tokens(stated) ? normalised : stated
}

function readHalves(input: Fields, output: Fields): UsageReading {
  const cached = count(input, 'cacheRead')
  const written = count(input, 'cacheWrite')
  const reasoning = count(output, 'reasoning')
  return reconcile({
    prompt: count(input, 'total') ?? sumOf(count(input, 'noCache'), cached, written),
    completion: count(output, 'total') ?? sumOf(count(output, 'text'), reasoning),
    total: undefined,
    pools: [
      { half: 'prompt', tokens: cached, documented: 'inside' },
      { half: 'prompt', tokens: written, documented: 'inside' },
      { half: 'completion', tokens: reasoning, documented: 'inside' },
    ],
    details: { cachedPromptTokens: cached, cacheWriteTokens: written, reasoningTokens: reasoning },
  })
}

/** Reads the usage of the AI SDK's embedding models: the tokens of the prompt alone. */
export function readAiSdkEmbedding(value: Fields): UsageReading {
  if (typeof value['tokens'] !== 'number') return undefined
  return { usage: { promptTokens: count(value, 'tokens') ?? 0, completionTokens: 0 } }
}

/** The sum of what is known; undefined where nothing is. */
function sumOf(first: number | undefined, ...more: readonly (number | undefined)[]): number | undefined {
  return more.reduce((sum, one) => (one === undefined ? sum : (sum ?? 0) + one), first)
}

function tokens(reading: UsageReading): number {
  return reading !== undefined && 'usage' in reading
    ? reading.usage.promptTokens + reading.usage.completionTokens
    : Number.NEGATIVE_INFINITY
}

function isZero(reading: UsageReading): boolean {
  return tokens(reading) === 0
}
