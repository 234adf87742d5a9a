/**
 * One counted thing of one customer: a budget feature in one period, or a token rate in one window. `key` is unique
 * within the customer. Counting is in whole units, JS safe integers: tokens, or the parts of money and credits that the
 * key names.
 */
export interface StoreAccount {
  readonly key: string
  /** Most units that may be used and held together; `undefined` counts without a limit. */
  readonly limit: number | undefined
  /** A limit that requests may pass: the store counts without one, and who asks compares. */
  readonly softLimit?: number
  /** Units of the request that cannot shrink: of its prompt, and of all that does not depend on the completion. */
  readonly fixed: number
  /** Units that each completion token counts; 0 where this account does not count completion tokens. */
  readonly perCompletionToken: number
  /**
   * Epoch ms after which the account may be forgotten: the end of its period, or when its step has left the window.
   * Late settles need none of it.
   */
  readonly endsAt: number
  /**
   * A step of a sliding window (a token rate), which begins at zero by itself. Others are unknown until {@link
   * Store.load}.
   */
  readonly window?: StoreWindow
  /**
   * The counts for which the request was worked out: where fewer units are used, or more would be used and held with
   * it, nothing is held and the answer is `moved`.
   */
  readonly range?: StoreRange
}

/** Both ends belong to it. */
export interface StoreRange {
  readonly from: number
  readonly to: number
}

/**
 * The steps that a step of a sliding window is counted with: the `earlier` steps of `stepMs` before it. The key of a
 * step is `<feature>@<its start, epoch ms>`. The step in which the window begins counts whole, so the limit holds in
 * every window, and a step more.
 */
export interface StoreWindow {
  readonly stepMs: number
  readonly earlier: number
}

/** At most `limit` distinct members in every window of `windowMs`: it slides. */
export interface StoreRate {
  readonly key: string
  readonly limit: number
  readonly windowMs: number
  /** The same member counts once, from when it came until `windowMs` later: a request id, or the id of one attempt. */
  readonly member: string
}

export interface StoreReserveRequest {
  readonly customer: string
  /** Identity of the attempt; the hold's row carries it. */
  readonly id: string
  readonly accounts: readonly StoreAccount[]
  readonly rates: readonly StoreRate[]
  /** Most live holds of the customer, `undefined` for no limit. Kept (unsettled) rows are not live. */
  readonly maxConcurrent: number | undefined
  /**
   * The completion tokens asked for, and the fewest that are of use. `minimum === wanted` refuses instead of shrinking.
   */
  readonly wantedTokens: number
  readonly minimumTokens: number
  readonly leaseMs: number
}

/** The units of an account after an operation. */
export interface StoreAccountState {
  readonly key: string
  readonly used: number
  /** Live holds and kept (unsettled) rows together. */
  readonly held: number
  /** Epoch ms, as it was given. */
  readonly endsAt: number
}

/** Whole units of one account: held, or used. Not negative. */
export interface StoreUnits {
  readonly key: string
  readonly units: number
}

export type StoreReserveResult =
  | { readonly type: 'granted'; readonly completionTokens: number; readonly accounts: readonly StoreAccountState[] }
  /** The id is known: a hold that is live, or an attempt that was settled. A released id may be reserved again. */
  | { readonly type: 'repeated'; readonly state: 'held' | 'settled' }
  | { readonly type: 'unknown_accounts'; readonly keys: readonly string[] }
  /** The counts of the accounts with a range, of which one has left it: work the request out anew. */
  | { readonly type: 'moved'; readonly accounts: readonly StoreAccountState[] }
  /** `retryAfterMs`, for a window: until enough of its steps have left it. Absent where waiting does not help. */
  | {
      readonly type: 'short'
      readonly key: string
      readonly used: number
      readonly held: number
      readonly retryAfterMs?: number
    }
  | { readonly type: 'rate_limited'; readonly key: string; readonly count: number; readonly retryAfterMs: number }
  | { readonly type: 'too_many_concurrent'; readonly open: number }

/** Used units that an account is loaded with. */
export interface StoreLoad {
  readonly key: string
  readonly used: number
  readonly endsAt: number
  /** The mark up to which it was told, for an account that becomes known now. Default 0. */
  readonly told?: number
}

/** The mark up to which an account was told: a percentage of its limit. It goes up alone. */
export interface StoreMark {
  readonly key: string
  readonly told: number
}

export interface StoreCountResult {
  /** `repeated`: it was settled before, and nothing is counted. */
  readonly outcome: 'counted' | 'repeated'
  /** The known ones of the accounts that were given, as they were before; for a repeat, as they are. */
  readonly before: readonly StoreAccountState[]
}

export interface StoreSettleResult {
  readonly outcome: StoreSettleOutcome
  /** The known ones of the accounts that were given. */
  readonly accounts: readonly StoreAccountState[]
}

/**
 * `settled`: the hold was live or kept. `late`: it had expired, or was never seen, and is counted all the same.
 * `after_release`: it had been given back, and is counted all the same. `repeated`: it was settled before, nothing
 * changed.
 */
export type StoreSettleOutcome = 'settled' | 'late' | 'after_release' | 'repeated'
/**
 * `unknown`: no such hold (expired and forgotten, or never made). `after_settle`: it was settled before, nothing
 * changed.
 */
export type StoreReleaseOutcome = 'released' | 'repeated' | 'after_settle' | 'unknown'
/** `revived`: the lease had run out; the hold stands again, without a check, because the attempt is running. */
export type StoreRenewOutcome = 'renewed' | 'revived' | 'ended'

export interface StoreReadResult {
  /**
   * One per account asked for, in that order; `undefined` when it is unknown. A step of a window with all that is
   * counted with it.
   */
  readonly accounts: readonly (StoreAccountState | undefined)[]
  /** One per rate asked for, in that order. */
  readonly rates: readonly { readonly count: number; readonly retryAfterMs: number; readonly isMember: boolean }[]
  readonly open: number
}

/**
 * Holds, counts and rate windows. Every operation is one atomic step. Holds are rows with their own expiry, by the
 * store's clock; used units are
 * never decremented, but by {@link Store.correct}. A store that cannot be reached throws StoreUnavailableError, and
 * nothing else for it.
 */
export interface Store {
  /** True where several processes share the counts. */
  readonly isShared?: boolean
  reserve(request: StoreReserveRequest): Promise<StoreReserveResult>
  /**
   * Adds what was used to accounts, whatever state the hold is in, and answers what they counted before; once per id,
   * with the same answer again. The hold stays until the attempt is settled: its price is worked out in between.
   */
  count(customer: string, id: string, used: readonly StoreUnits[]): Promise<StoreCountResult>
  /** Ends the hold and adds what was used, whatever state the hold is in; once per id. */
  settle(customer: string, id: string, used: readonly StoreUnits[]): Promise<StoreSettleResult>
  release(customer: string, id: string): Promise<StoreReleaseOutcome>
  renew(customer: string, id: string, held: readonly StoreUnits[], leaseMs: number): Promise<StoreRenewOutcome>
  /**
   * Makes the hold an unsettled row that no clock ends: it counts until it is settled or released. Nothing for an id
   * that has ended.
   */
  keep(customer: string, id: string, held: readonly StoreUnits[]): Promise<void>
  /** Makes accounts known, or raises their used units to at least `used`; never lowers them. */
  load(customer: string, accounts: readonly StoreLoad[]): Promise<void>
  /**
   * Sets the used units of accounts, up or down, and makes them known. The only operation that takes anything off.
   */
  correct(customer: string, accounts: readonly StoreLoad[]): Promise<void>
  /**
   * Raises the mark of each account up to which it was told, and answers the marks before, in that order: of several
   * processes one gets the lower mark, and tells. `undefined` for an account that is unknown, which gets none.
   */
  tell(customer: string, marks: readonly StoreMark[]): Promise<readonly (number | undefined)[]>
  read(
    customer: string,
    accounts: readonly Pick<StoreAccount, 'key' | 'window'>[],
    rates: readonly StoreRate[],
  ): Promise<StoreReadResult>
  close(): Promise<void>
}
