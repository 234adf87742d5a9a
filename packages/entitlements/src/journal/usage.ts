import type { UsagePools } from '@tallygate/usage'

/** The source of a usage. Only `provider` is billed unless the application chose `bill: 'estimate'`. */
export type UsageSource = 'provider' | 'estimate' | 'recovered'

/** The usage of one attempt. Zero is a count, not a missing value. All counts are whole and not negative. */
export type Usage = TokensUsed | OtherUsed

/** The usage of an attempt with tokens, and whatever it used beside them. */
export interface TokensUsed extends UsageFacts {
  readonly promptTokens: number
  readonly completionTokens: number
}

/** The usage of an attempt without tokens: an image, a tool call, an outcome. */
export interface OtherUsed extends UsageFacts {
  readonly promptTokens?: never
  readonly completionTokens?: never
  readonly details?: never
  readonly quantities: Readonly<Record<string, number>>
}

interface UsageFacts {
  /**
   * The model that served the request (it may differ from the one asked for): the value of the `model_id` property. May
   * be absent for an attempt without tokens: a tool call, an outcome.
   */
  readonly model?: string
  /** Exclusive pools inside the totals, as `readUsage` of @tallygate/usage gives them. */
  readonly details?: UsagePools
  /**
   * Quantities beside tokens: `toolCalls`, `images`, `seconds`, `searches`, `outcomes`, and every other mapped name.
   */
  readonly quantities?: Readonly<Record<string, number>>
  readonly source: 'provider' | 'estimate'
}
