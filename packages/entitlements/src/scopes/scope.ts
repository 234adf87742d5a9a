import type { Beyond } from '../limits/beyond.ts'

/** A level below the customer that a request belongs to: a team, a user, a key, an agent, a run. */
export interface Scope {
  /** Names the level: a letter, then letters, digits, `-` and `_`; at most 50 characters. */
  readonly kind: string
  /** Names the one team, user or run within the customer: 1 to 200 printable characters. */
  readonly id: string
  /** Default: what the option `scopes.limits` says of it. A scope must have at least one limit, and at most 8. */
  readonly limits?: readonly ScopeLimit[]
}

export interface ScopeLimit {
  /**
   * The most that may be used and held together: a whole number, 0 or more. Of money and credits a decimal, as text or
   * as a number: `'0.50'`.
   */
  readonly limit: number | string
  /**
   * The quantity that is counted: tokens, another quantity of attempts, or what they cost: `{currency: 'USD'}`,
   * `{creditTypeId}`. Default `tokens`: prompt and completion tokens together.
   */
  readonly of?: ScopeQuantity
  /**
   * The time that is counted: the customer's billing period, a day of the customer's time zone, or the life of the
   * scope, which ends 24 hours after its last attempt.
   */
  readonly per: ScopeTime
  /** The decision on a request that goes beyond it. Default: the option `beyond`, where it is no list of features. */
  readonly beyond?: Beyond
}

/** A limit of a scope with its defaults. */
export type AppliedScopeLimit = Required<Omit<ScopeLimit, 'beyond'>> & Pick<ScopeLimit, 'beyond'>

/**
 * `requests` counts attempts: each call to a provider is one. Other names are quantities: pools such as
 * `cachedPromptTokens`, `images`, `toolCalls`, and the names that the option `quantities` maps.
 */
export type ScopeQuantity =
  | 'tokens'
  | 'promptTokens'
  | 'completionTokens'
  | 'requests'
  | (string & Record<never, never>)
  | PricedQuantity

/** The cost of attempts under the customer's plan: in its currency, or in credits of a type. */
export type PricedQuantity = { readonly currency: string } | { readonly creditTypeId: string }
export type ScopeTime = 'period' | 'day' | 'life'

/** A scope with the limits that hold for a request. */
export interface LimitedScope {
  readonly kind: string
  readonly id: string
  readonly limits: readonly AppliedScopeLimit[]
}

/** One limit of a scope, with what counts against it. */
export interface ScopeState {
  readonly kind: string
  readonly id: string
  readonly of: ScopeQuantity
  readonly per: ScopeTime
  /** Decimal text where money or credits are limited, here and below. */
  readonly limit: number | string
  readonly used: number | string
  /** Set aside for attempts that run, and for attempts whose outcome is not known. */
  readonly held: number | string
  /** `limit - used - held`, negative when more was used than allowed. */
  readonly remaining: number | string
  /** End of the period or of the day; for a life, 24 hours after its last attempt. */
  readonly resetsAt: Date
}

/** The question which limits a scope has that a request names without limits. */
export interface ScopeQuestion {
  readonly customer: string
  readonly kind: string
  readonly id: string
}

export interface ScopeOptions {
  /**
   * The limits of scopes that a request names without limits: by their kind, or a function of the application, which
   * may ask its own database. A scope that gets none is refused with InvalidRequestError.
   */
  readonly limits?:
    | Readonly<Record<string, readonly ScopeLimit[]>>
    | ((scope: ScopeQuestion) => readonly ScopeLimit[] | undefined | Promise<readonly ScopeLimit[] | undefined>)
  /**
   * Days of the longest billing period that scopes are limited in, 1 to 3,650. The journal must keep attempts for as
   * long (`keepDays`): it is what counts are read from after a restart. Default 31.
   */
  readonly longestPeriodDays?: number
}
