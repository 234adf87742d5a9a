import type { UsagePools, UsageReading } from './token-usage.ts'

/** Most tokens of one answer: a trillion is a mistake, and nothing that bills takes more. */
const MAX_TOKENS = 1_000_000_000_000

/** A count that some providers put inside of a half, and others beside it. */
export interface Pool {
  readonly half: 'prompt' | 'completion'
  readonly tokens: number | undefined
  /** The place in which the format puts it, by its documentation. The stated total decides against it. */
  readonly documented: 'inside' | 'beside'
}

/** The counts of one usage object, under one name each. */
export interface StatedUsage {
  readonly prompt: number | undefined
  readonly completion: number | undefined
  readonly total: number | undefined
  readonly pools: readonly Pool[]
  /**
   * Pools that are named in the result. Prompt pools first, the surest first: where they overlap, the later ones are
   * cut.
   */
  readonly details: UsagePools | PartialPools
}

type PartialPools = { readonly [K in keyof UsagePools]: number | undefined }

/**
 * Makes one reading of counts that providers put together differently. The stated total decides which pools are inside
 * of their halves and which are beside them. What the total has beyond all parts was used too, and counts as
 * completion. Undefined where a half is missing and the total does not give it.
 */
export function reconcile(stated: StatedUsage): UsageReading {
  const halves = bothHalves(stated)
  if (halves === undefined) return undefined
  const pools = stated.pools.filter((pool): pool is KnownPool => pool.tokens !== undefined && pool.tokens > 0)
  const { prompt, completion, doubt } = placePools(halves, pools, stated.total)
  if (Math.max(prompt, completion) > MAX_TOKENS) return { invalid: `more than ${MAX_TOKENS} tokens` }
  const named = exclusivePools(prompt, completion, stated.details)
  const doubts = [doubt, named.doubt].filter((one) => one !== undefined).join('; ')
  return {
    usage: {
      promptTokens: prompt,
      completionTokens: completion,
      ...(named.details === undefined ? {} : { details: named.details }),
    },
    ...(doubts === '' ? {} : { doubt: doubts }),
  }
}

type KnownPool = Pool & { readonly tokens: number }

interface Halves {
  readonly prompt: number
  readonly completion: number
}

/**
 * Both halves, or the missing one from the total: some leave a half out when it is zero. One half alone is not usage.
 */
function bothHalves({ prompt, completion, total }: StatedUsage): Halves | undefined {
  if (prompt !== undefined && completion !== undefined) return { prompt, completion }
  if (total === undefined) return undefined
  if (prompt !== undefined && total >= prompt) return { prompt, completion: total - prompt }
  if (completion !== undefined && total >= completion) return { prompt: total - completion, completion }
  return undefined
}

function placePools(
  halves: Halves,
  pools: readonly KnownPool[],
  total: number | undefined,
): Halves & { readonly doubt?: string } {
  const documented = withBeside(halves, pools, (pool) => pool.documented === 'beside')
  if (total === undefined) return documented ?? withForced(halves, pools)
  if (documented !== undefined && sum(documented) === total) return documented
  const matching = matches(halves, pools, total)
  const [first, ...others] = matching
  if (first !== undefined)
    return others.length === 0 ? first : { ...first, doubt: `the total ${total} can be made up in more than one way` }
  const forced = withForced(halves, pools)
  const rest = total - sum(forced)
  if (rest > 0)
    return {
      prompt: forced.prompt,
      completion: forced.completion + rest,
      doubt: `the total ${total} is ${rest} more than its parts, which are counted as completion`,
    }
  return { ...forced, doubt: `the total ${total} is ${-rest} less than its parts` }
}

/**
 * Every way to put pools beside their halves that makes the stated total, without repeats; those with reasoning beside
 * come first.
 */
function matches(halves: Halves, pools: readonly KnownPool[], total: number): readonly Halves[] {
  const found: Halves[] = []
  for (let choice = 0; choice < 2 ** pools.length; choice += 1) {
    const way = withBeside(halves, pools, (pool) => (choice & (1 << pools.indexOf(pool))) !== 0)
    if (way === undefined || sum(way) !== total) continue
    if (!found.some((other) => other.prompt === way.prompt)) found.push(way)
  }
  return found.sort((one, other) => other.completion - one.completion)
}

/**
 * The halves with the chosen pools beside them; undefined where a pool that is left inside does not fit into its half.
 */
function withBeside(
  halves: Halves,
  pools: readonly KnownPool[],
  isBeside: (pool: KnownPool) => boolean,
): Halves | undefined {
  const inside = { prompt: 0, completion: 0 }
  const result = { ...halves }
  for (const pool of pools) {
    if (isBeside(pool)) result[pool.half] += pool.tokens
    else inside[pool.half] += pool.tokens
  }
  return inside.prompt <= halves.prompt && inside.completion <= halves.completion ? result : undefined
}

/** The halves with the pools of each half as documented, or beside it where they cannot be inside. */
function withForced(halves: Halves, pools: readonly KnownPool[]): Halves {
  const result = { ...halves }
  for (const half of ['prompt', 'completion'] as const) {
    const own = pools.filter((pool) => pool.half === half)
    const inside = own.filter((pool) => pool.documented === 'inside').reduce((tokens, pool) => tokens + pool.tokens, 0)
    const fits = inside <= halves[half]
    for (const pool of own) if (!fits || pool.documented === 'beside') result[half] += pool.tokens
  }
  return result
}

function sum({ prompt, completion }: Halves): number {
  return prompt + completion
}

const PROMPT_POOLS = ['cachedPromptTokens', 'cacheWriteTokens', 'audioPromptTokens', 'imagePromptTokens'] as const
const COMPLETION_POOLS = ['reasoningTokens', 'audioCompletionTokens', 'imageCompletionTokens'] as const

/**
 * The reported pools that are not zero. Those that together are more than their half overlap: the later ones are cut,
 * so that no token is named twice.
 */
function exclusivePools(
  prompt: number,
  completion: number,
  stated: PartialPools,
): { readonly details?: UsagePools; readonly doubt?: string } {
  const details: { -readonly [K in keyof UsagePools]: number } = {}
  let overlaps = false
  for (const [names, half] of [
    [PROMPT_POOLS, prompt],
    [COMPLETION_POOLS, completion],
  ] as const) {
    let left = half
    for (const name of names) {
      const tokens = stated[name] ?? 0
      const own = Math.min(tokens, left)
      if (own < tokens) overlaps = true
      if (own > 0) details[name] = own
      left -= own
    }
  }
  return {
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(overlaps ? { doubt: 'the pools of a half are more than the half, so they overlap' } : {}),
  }
}
