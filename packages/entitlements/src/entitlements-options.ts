import type { BillingClient } from '@tallygate/client'
import { type AdmissionOptions, readAdmission } from './admission/admission-options.ts'
import type { AdmissionSettings } from './admission/admit.ts'
import type { FreeTier } from './customers/load-customer.ts'
import type { DeliveryOptions } from './delivery/delivery.ts'
import type { EntitlementsEvent } from './entitlements-event.ts'
import { callable, knownOptions, oneOf, refuseOption, wholeNumber } from './errors/check-option.ts'
import { InvalidOptionError } from './errors/invalid-option-error.ts'
import { InvalidRequestError } from './errors/invalid-request-error.ts'
import type { Journal } from './journal/journal.ts'
import { DEFAULT_THRESHOLDS, readThresholds } from './limits/thresholds.ts'
import type { AttemptMeters } from './quantities/quantity-meters.ts'
import type { KnownQuantities } from './quantities/quantity-names.ts'
import { type MeterOptions, type QuantityOptions, resolveMeters } from './quantities/resolve-meters.ts'
import { type ReportOptions, type ReportSettings, readReportOptions } from './reports/report-options.ts'
import { readScopeLimits } from './scopes/read-scopes.ts'
import type { ScopeOptions } from './scopes/scope.ts'
import type { Store } from './store/store.ts'

export interface CacheOptions {
  /** Entitlements younger than this are used as they are. Default 30,000 ms. */
  readonly freshMs?: number
  /**
   * Older than `freshMs` they are used and read again in the background; older than this `onUnavailable` decides.
   * Default 300,000 ms.
   */
  readonly maxAgeMs?: number
  /** Most customers whose entitlements are kept, least recently used first out. Default 10,000. */
  readonly maxCustomers?: number
}

export interface EntitlementsOptions extends AdmissionOptions {
  readonly client: BillingClient
  readonly store: Store
  readonly journal: Journal
  /**
   * The policy for a time when the billing API or the store cannot be asked and nothing recent enough is known. `deny`:
   * denial `entitlements_unavailable`. `allow`: the request is granted unchecked, journaled and counted. There is no
   * default: it is a decision about money. The policy does not cover the journal: an attempt that cannot be recorded is
   * not admitted, and reserve() rejects with JournalError.
   */
  readonly onUnavailable: 'deny' | 'allow'
  readonly meters?: MeterOptions
  /** The meters of an attempt's quantities. Default: the guide's two. */
  readonly quantities?: QuantityOptions
  /**
   * Values of one property that this process sends as they are, 1 to 100,000. A property that gets more is reported,
   * and its new values are sent as `other` where no price of the plan asks about it. Default 1,000.
   */
  readonly propertyValues?: number
  /**
   * The billing of an attempt without the provider's numbers. `provider` (default): it is never billed, it is listed by
   * unsettled() and counts against the budget. `estimate`: an estimate given to settle() is billed, and an attempt
   * recovered after a crash is billed its prompt estimate, with the `usage_source` property.
   */
  readonly bill?: 'provider' | 'estimate'
  /**
   * The decision where money limits a customer whose plan cannot be priced attempt by attempt, such as one that bills a
   * maximum. `deny` (default): denial `price_unknown`. `allow`: money does not limit. Reported once a plan version.
   */
  readonly onUnpriceable?: 'deny' | 'allow'
  /** The treatment of a customer of the billing API without a subscription. Default: nothing (`no_subscription`). */
  readonly withoutSubscription?: 'deny' | FreeTier
  /**
   * The time that a hold stands without a renewal. Longer than the longest answer of a provider. Default 300,000 ms.
   */
  readonly leaseMs?: number
  /**
   * The time between two comparisons of an active customer's counts with the billing API's (the larger counts). Default
   * 300,000 ms.
   */
  readonly reconcileMs?: number
  /** Most reservations of this process that are neither settled nor released. Default 100,000. */
  readonly maxOpenReservations?: number
  /**
   * Levels below the customer that requests may name, and their limits. Needs a journal that outlives its process and
   * keeps attempts for as long as a period; `redisJournal` where several processes share the store. Default: none.
   */
  readonly scopes?: ScopeOptions
  /**
   * Shares of each limit that are reported when they are used, in percent: whole numbers from 1 to 1,000, at most 20.
   * Each is told once a period for each budget, limit on money and limit of a scope, as the event `threshold_reached`;
   * by one of the processes that share the store. What was used before the store knew a limit counts as told. Default
   * `[50, 80, 95, 100]`; `[]`: none.
   */
  readonly thresholds?: readonly number[]
  readonly cache?: CacheOptions
  readonly delivery?: DeliveryOptions
  /**
   * Reports to a billing server that has operator routes, as that of this project has: settled attempts after their
   * events were acknowledged, and once a minute how this process is. Best effort. Default: none.
   */
  readonly reports?: ReportOptions
  /** Told what happens; must not throw. */
  readonly onEvent?: (event: EntitlementsEvent) => void
  /** Epoch milliseconds. Default `Date.now`. */
  readonly now?: () => number
  /** From 0 to below 1, for the jitter of retries. Default `Math.random`. */
  readonly random?: () => number
}

/** The API documents no longest wait; a month of milliseconds is the most that a window or a lease can mean. */
const MAX_MS = 31 * 86_400_000
/** Node cannot wait longer than 2^31 - 1 ms. */
const MAX_TIMER_MS = 2_147_483_647
const DAY_MS = 86_400_000
const PARTS_MADE_BY = {
  client: 'createBillingClient(…)',
  store: 'memoryStore()',
  journal: 'sqliteJournal({path})',
} as const

const KNOWN = {
  options: [
    ...[
      'client',
      'store',
      'journal',
      'onUnavailable',
      'meters',
      'quantities',
      'propertyValues',
      'features',
      'whenShort',
      'beyond',
      'minCompletionTokens',
      'modelCeilings',
      'bill',
    ],
    ...[
      'withoutSubscription',
      'leaseMs',
      'reconcileMs',
      'maxOpenReservations',
      'scopes',
      'thresholds',
      'onUnpriceable',
      'cache',
      'delivery',
      'reports',
      'onEvent',
      'now',
      'random',
    ],
  ],
  cache: ['freshMs', 'maxAgeMs', 'maxCustomers'],
  delivery: ['batchSize', 'maxConcurrency', 'lingerMs', 'retryDelayMs', 'maxRetryDelayMs'],
  scopes: ['limits', 'longestPeriodDays'],
  withoutSubscription: ['models', 'numbers', 'switches'],
} as const

export interface Settings extends AdmissionSettings {
  readonly client: BillingClient
  readonly store: Store
  readonly journal: Journal
  readonly onUnavailable: 'deny' | 'allow'
  readonly meters: AttemptMeters
  readonly propertyValues: number
  readonly bill: 'provider' | 'estimate'
  readonly onUnpriceable: 'deny' | 'allow'
  readonly freeTier: FreeTier | undefined
  readonly reconcileMs: number
  readonly maxOpenReservations: number
  readonly scopes: ScopeOptions | undefined
  readonly thresholds: readonly number[]
  readonly cache: Required<CacheOptions>
  readonly delivery: Required<DeliveryOptions>
  readonly reports: ReportSettings | undefined
  readonly emit: ((event: EntitlementsEvent) => void) | undefined
  readonly now: () => number
  readonly random: () => number
}

/** Checks every option, fills in the defaults. Throws InvalidOptionError. */
export function resolveSettings(options: EntitlementsOptions): Settings {
  knownOptions(options, KNOWN.options)
  for (const name of ['client', 'store', 'journal'] as const) {
    if (typeof options[name] !== 'object' || options[name] === null)
      refuseOption(name, PARTS_MADE_BY[name], options[name])
  }
  oneOf(options.onUnavailable, 'onUnavailable', ['deny', 'allow'])
  oneOf(options.bill ?? 'provider', 'bill', ['provider', 'estimate'])
  oneOf(options.onUnpriceable ?? 'deny', 'onUnpriceable', ['deny', 'allow'])
  const meters = resolveMeters(options.meters ?? {}, options.quantities ?? {})
  const admission = readAdmission(options, meters)
  const freshMs = wholeNumber(options.cache?.freshMs ?? 30_000, 'cache.freshMs', 0, MAX_MS)
  knownOptions(options.cache ?? {}, KNOWN.cache, 'cache.')
  knownOptions(options.delivery ?? {}, KNOWN.delivery, 'delivery.')
  const retryDelayMs = wholeNumber(options.delivery?.retryDelayMs ?? 250, 'delivery.retryDelayMs', 1, MAX_TIMER_MS)
  return {
    client: options.client,
    store: options.store,
    journal: options.journal,
    onUnavailable: options.onUnavailable,
    meters,
    propertyValues: wholeNumber(options.propertyValues ?? 1_000, 'propertyValues', 1, 100_000),
    ...admission,
    bill: options.bill ?? 'provider',
    onUnpriceable: options.onUnpriceable ?? 'deny',
    freeTier: readFreeTier(options.withoutSubscription ?? 'deny'),
    leaseMs: wholeNumber(options.leaseMs ?? 300_000, 'leaseMs', 1, MAX_MS),
    reconcileMs: wholeNumber(options.reconcileMs ?? 300_000, 'reconcileMs', 100, MAX_MS),
    maxOpenReservations: wholeNumber(options.maxOpenReservations ?? 100_000, 'maxOpenReservations', 1, 10_000_000),
    scopes: readScopeOptions(options, meters.byQuantity),
    thresholds: readThresholds(options.thresholds ?? DEFAULT_THRESHOLDS),
    cache: {
      freshMs,
      maxAgeMs: wholeNumber(options.cache?.maxAgeMs ?? Math.max(300_000, freshMs), 'cache.maxAgeMs', freshMs, MAX_MS),
      maxCustomers: wholeNumber(options.cache?.maxCustomers ?? 10_000, 'cache.maxCustomers', 1, 10_000_000),
    },
    delivery: {
      batchSize: wholeNumber(options.delivery?.batchSize ?? 50, 'delivery.batchSize', 1, 1_000),
      maxConcurrency: wholeNumber(options.delivery?.maxConcurrency ?? 4, 'delivery.maxConcurrency', 1, 100),
      lingerMs: wholeNumber(options.delivery?.lingerMs ?? 100, 'delivery.lingerMs', 0, 60_000),
      retryDelayMs,
      maxRetryDelayMs: wholeNumber(
        options.delivery?.maxRetryDelayMs ?? Math.max(30_000, retryDelayMs),
        'delivery.maxRetryDelayMs',
        retryDelayMs,
        MAX_TIMER_MS,
      ),
    },
    reports: readReportOptions(options.reports),
    emit: guarded(callable(options.onEvent, 'onEvent')),
    now: callable(options.now, 'now') ?? Date.now,
    random: callable(options.random, 'random') ?? Math.random,
  }
}

/** A scope's count lives in the store and in the journal alone: the billing API knows no scopes. */
function readScopeOptions(
  { scopes, journal, store }: EntitlementsOptions,
  known: KnownQuantities,
): ScopeOptions | undefined {
  if (scopes === undefined) return undefined
  knownOptions(scopes, KNOWN.scopes, 'scopes.')
  const { limits, longestPeriodDays = 31 } = scopes
  wholeNumber(longestPeriodDays, 'scopes.longestPeriodDays', 1, 3_650)
  if (limits !== undefined && typeof limits !== 'function') {
    if (typeof limits !== 'object' || limits === null)
      refuseOption('scopes.limits', 'limits by kind, or a function', limits)
    for (const [kind, list] of Object.entries(limits)) assertLimits(list, `scopes.limits.${kind}`, known)
  }
  if (journal.scopes === undefined)
    refuseOption(
      'journal',
      'one that outlives its process where scopes have limits: sqliteJournal or redisJournal',
      journal,
    )
  if (journal.scopes.keepMs < longestPeriodDays * DAY_MS)
    refuseOption(
      'journal',
      `one with keepDays of at least ${longestPeriodDays} (scopes.longestPeriodDays) where scopes have limits`,
      `kept for ${journal.scopes.keepMs / DAY_MS} days`,
    )
  if (store.isShared === true && !journal.scopes.isShared)
    refuseOption('journal', 'redisJournal where scopes have limits and processes share the store', journal)
  return scopes
}

function assertLimits(limits: unknown, option: string, known: KnownQuantities): void {
  try {
    readScopeLimits(limits, option, known)
  } catch (error) {
    if (!InvalidRequestError.isInstance(error)) throw error
    throw new InvalidOptionError({ message: error.message, option: error.field })
  }
}

function readFreeTier(tier: 'deny' | FreeTier): FreeTier | undefined {
  if (tier === 'deny') return undefined
  if (typeof tier !== 'object' || tier === null)
    return refuseOption('withoutSubscription', "'deny' or {models, numbers, switches}", tier)
  knownOptions(tier, KNOWN.withoutSubscription, 'withoutSubscription.')
  for (const [feature, number] of Object.entries(tier.numbers ?? {}))
    wholeNumber(number, `withoutSubscription.numbers.${feature}`, 0, Number.MAX_SAFE_INTEGER)
  return tier
}

/** A hook that throws must not turn a granted request into a failed one. */
function guarded(
  hook: ((event: EntitlementsEvent) => void) | undefined,
): ((event: EntitlementsEvent) => void) | undefined {
  if (hook === undefined) return undefined
  return (event) => {
    try {
      hook(event)
    } catch (error) {
      process.emitWarning(`An onEvent hook of @tallygate/entitlements threw: ${String(error)}`)
    }
  }
}
