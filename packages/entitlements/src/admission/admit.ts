import { Decimal, fromUnits } from '@tallygate/rating'
import type { BudgetState } from '../customers/budget-state.ts'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { type BudgetRule, type FeatureRules, featureOf } from '../customers/feature-rules.ts'
import { type BeyondRule, passesBeyond, soften } from '../limits/beyond.ts'
import type { MoneyRefusal } from '../money/money.ts'
import { isPriceKey } from '../money/money-keys.ts'
import type { MoneyPlan } from '../money/money-plan.ts'
import { type SpendLimit, toSpendStates } from '../money/spend-limits.ts'
import { isWalletLimit, toWalletState, type WalletLimit } from '../money/wallet-limits.ts'
import { isPriced } from '../scopes/priced-scopes.ts'
import type { LimitedScope } from '../scopes/scope.ts'
import { scopeAccounts, showScopeUnits } from '../scopes/scope-accounts.ts'
import { isScopeKey, readScopeKey } from '../scopes/scope-keys.ts'
import type {
  StoreAccount,
  StoreAccountState,
  StoreRate,
  StoreReserveRequest,
  StoreReserveResult,
  StoreUnits,
} from '../store/store.ts'
import type { Denial, DenialReason } from './denial.ts'
import type { CheckRequest } from './reserve-request.ts'

/** Our decision: what an attempt may complete when neither it nor its model says. Never "all that is left". */
const DEFAULT_COMPLETION_TOKENS = 4_096
/** A token rate slides in steps of this part of its window: more of them are more exact, and more to add up. */
const WINDOW_STEPS = 60

export interface AdmissionSettings {
  readonly rules: FeatureRules
  readonly whenShort: 'fit' | 'deny'
  readonly beyond: BeyondRule
  readonly minCompletionTokens: number
  readonly modelCeilings: ReadonlyMap<string, number>
  readonly leaseMs: number
}

/** The question that an admission puts to the store, and the meaning of the store's answer. */
export interface Admission {
  readonly period: PeriodMs
  /** The feature behind `request.maxConcurrent`. */
  readonly concurrencyFeature: string
  readonly request: StoreReserveRequest
  readonly beyond: BeyondRule
  /** Set where money limits the customer. */
  readonly money?: MoneyPlan
}

/** Decides all that needs no counts: subscription, model, missing features. Pure. */
export function planAdmission(
  snapshot: CustomerSnapshot,
  settings: AdmissionSettings,
  request: CheckRequest,
  ids: { readonly id: string; readonly requestId: string },
  now: number,
  scopes: readonly LimitedScope[] = [],
): Admission | Denial {
  const { model = '' } = request
  const { promptTokens = 0, quantities } = request.estimate
  const deny = denier(snapshot, model, now)
  const period = snapshot.periodAt(now)
  if (snapshot.customerId === undefined)
    return deny('no_subscription', `The billing API knows no customer "${snapshot.customer}".`)
  if (snapshot.closedAs !== undefined)
    return deny('no_subscription', `Customer "${snapshot.customer}" is ${snapshot.closedAs}.`)
  if (period === undefined)
    return deny('no_subscription', `Customer "${snapshot.customer}" has no active subscription.`)
  const refused = model === '' ? undefined : refuseModel(snapshot, settings.rules, model, deny)
  if (refused !== undefined) return refused
  const twice = snapshot.planAt(now)?.doubleCharge
  if (twice !== undefined)
    return deny(
      'plan_faulty',
      `The plan of customer "${snapshot.customer}" charges tokens twice: by "${twice.total}", and by "${twice.pool}", which is a part of it.`,
    )

  const accounts: StoreAccount[] = []
  for (const rule of settings.rules.budgets) {
    const limit = snapshot.number(rule.feature)
    if (limit === undefined && settings.rules.whenMissing === 'deny')
      return deny('feature_not_entitled', missingMessage(snapshot, rule.feature), { feature: rule.feature })
    const key = snapshot.budgetKey(rule.feature, period)
    const account = toAccount(rule, key, limit, promptTokens, period.end)
    accounts.push(passesBeyond(settings.beyond, rule.feature) ? soften(account) : account)
  }
  if (scopes.length > 0)
    accounts.push(
      ...scopeAccounts(
        scopes,
        snapshot,
        period,
        { promptTokens, completionTokens: 0, ...(quantities === undefined ? {} : { quantities }) },
        now,
        settings.beyond.otherwise,
      ),
    )
  const rates: StoreRate[] = []
  let maxConcurrent: number | undefined
  for (const { feature, limit } of snapshot.numbers) {
    const rate = settings.rules.rates.get(feature)
    const tokenRate = settings.rules.tokenRates.get(feature)
    if (rate !== undefined)
      rates.push({
        key: feature,
        limit,
        windowMs: rate.windowMs,
        member: rate.per === 'request' ? ids.requestId : ids.id,
      })
    else if (tokenRate !== undefined) accounts.push(tokenRateAccount(tokenRate, limit, promptTokens, now))
    else if (feature === settings.rules.concurrency) maxConcurrent = limit
  }
  const wantedTokens = wantedCompletionTokens(settings, request)
  return {
    period,
    concurrencyFeature: settings.rules.concurrency,
    beyond: settings.beyond,
    request: {
      customer: snapshot.customer,
      id: ids.id,
      accounts,
      rates,
      maxConcurrent,
      wantedTokens,
      minimumTokens: settings.whenShort === 'fit' ? Math.min(settings.minCompletionTokens, wantedTokens) : wantedTokens,
      leaseMs: settings.leaseMs,
    },
  }
}

/**
 * Returns what an attempt may complete: what it asks for, else its model's ceiling, else 4,096; nothing where it has no
 * tokens.
 */
export function wantedCompletionTokens(
  settings: Pick<AdmissionSettings, 'modelCeilings'>,
  request: CheckRequest,
): number {
  const { promptTokens, completionTokens } = request.estimate
  if (completionTokens !== undefined) return completionTokens
  return promptTokens === undefined ? 0 : (settings.modelCeilings.get(request.model ?? '') ?? DEFAULT_COMPLETION_TOKENS)
}

/** The denial that a refusal of the store means. Pure. */
export function explainRefusal(
  result: Exclude<StoreReserveResult, { readonly type: 'granted' | 'repeated' | 'unknown_accounts' | 'moved' }>,
  admission: Admission,
  snapshot: CustomerSnapshot,
  model: string,
  now: number,
): Denial {
  const deny = denier(snapshot, model, now)
  const customer = snapshot.customer
  if (result.type === 'too_many_concurrent')
    return deny('too_many_concurrent', `Customer "${customer}" already has ${result.open} attempts running.`, {
      feature: admission.concurrencyFeature,
      limit: admission.request.maxConcurrent ?? result.open,
      used: result.open,
      remaining: 0,
    })
  if (result.type === 'rate_limited') {
    const rate = admission.request.rates.find(({ key }) => key === result.key)
    return deny(
      'rate_limited',
      `Customer "${customer}" made ${result.count} requests of "${result.key}" = ${rate?.limit}.`,
      {
        feature: result.key,
        limit: rate?.limit ?? 0,
        used: result.count,
        remaining: 0,
        resetsAt: new Date(now + result.retryAfterMs),
        retryAfterMs: result.retryAfterMs,
      },
    )
  }
  const account = admission.request.accounts.find(({ key }) => key === result.key)
  const limit = account?.limit ?? 0
  const feature = featureOf(result.key)
  const counts = {
    feature,
    limit,
    used: result.used,
    held: result.held,
    remaining: limit - result.used - result.held,
    resetsAt: new Date(account?.endsAt ?? now),
  }
  const spend = admission.money?.limits.find(({ key }) => key === result.key)
  if (spend !== undefined && isWalletLimit(spend)) return explainShortWallet(spend, result, admission, customer, deny)
  if (spend !== undefined) return explainShortMoney(spend, result, account?.endsAt ?? now, customer, deny)
  if (isScopeKey(result.key)) return explainShortScope(result.key, counts, customer, deny)
  const numbers = `limit ${limit}, used ${result.used}, held ${result.held}`
  if (account?.window !== undefined)
    return deny('rate_limited', `The tokens of "${feature}" do not suffice: ${numbers}.`, {
      ...counts,
      ...waitOf(result, now),
    })
  return deny(
    'budget_exhausted',
    `The budget "${feature}" of customer "${customer}" does not suffice: ${numbers}.`,
    counts,
  )
}

function explainShortScope(
  key: string,
  {
    resetsAt,
    ...units
  }: Readonly<Record<'limit' | 'used' | 'held' | 'remaining', number>> & { readonly resetsAt: Date },
  customer: string,
  deny: Deny,
): Denial {
  const scope = readScopeKey(key)
  const { kind, id, of, per } = scope
  const show = showScopeUnits(key)
  const [limit, used, held, remaining] = [units.limit, units.used, units.held, units.remaining].map(show)
  const priced = isPriced(of) ? ('currency' in of ? of.currency : 'credits') : undefined
  return deny(
    'budget_exhausted',
    `The ${priced ?? of} of ${kind} "${id}" of customer "${customer}" do not suffice ${TIME_WORDS[per]}: limit ${limit}, used ${used}, held ${held}.`,
    {
      scope,
      limit: limit ?? 0,
      used: used ?? 0,
      held: held ?? 0,
      remaining: remaining ?? 0,
      ...(isPriced(of) && 'currency' in of ? { currency: of.currency } : {}),
      resetsAt,
    },
  )
}

function explainShortMoney(
  limit: SpendLimit,
  { key, used, held }: { readonly key: string; readonly used: number; readonly held: number },
  endsAt: number,
  customer: string,
  deny: Deny,
): Denial {
  const [state] = toSpendStates([limit], [{ key, used, held, endsAt }])
  const { feature, currency } = limit
  return deny(
    'budget_exhausted',
    `The limit "${feature}" of customer "${customer}" does not suffice: ${limit.limit} ${currency}, used ${state?.used}, held ${state?.held}.`,
    { ...state, feature, currency },
  )
}

function explainShortWallet(
  limit: WalletLimit,
  { key, used, held }: { readonly key: string; readonly used: number; readonly held: number },
  { request }: Admission,
  customer: string,
  deny: Deny,
): Denial {
  const { fixed = 0, perCompletionToken = 0 } = request.accounts.find((account) => account.key === key) ?? {}
  const least = fixed + perCompletionToken * Math.min(request.minimumTokens, request.wantedTokens)
  const needed = fromUnits(least, limit.scale)
  const { overage: _none, ...state } = toWalletState(limit, { used, held })
  const missing = needed.minus(Decimal.parse(state.remaining))
  const what = limit.wallet === undefined ? 'has no wallet' : `has ${state.balance} in wallet "${limit.wallet}"`
  return deny(
    'credits_exhausted',
    `Customer "${customer}" ${what}, of which ${state.held} are held; ${needed} are needed: top up ${missing}.`,
    { wallet: { ...state, needed: needed.toString(), missing: missing.toString() } },
  )
}

/** The denial for a request that no limit on money can be told for. Pure. */
export function explainMoney(refusal: MoneyRefusal, snapshot: CustomerSnapshot, model: string, now: number): Denial {
  const deny = denier(snapshot, model, now)
  const subject = `of customer "${snapshot.customer}"`
  if (refusal.reason === 'currency_mismatch') {
    const { feature, scopeKey, currency, limits } = refusal.mismatch
    const { what, name } = limitName(feature, scopeKey)
    return deny(
      'currency_mismatch',
      `${what} ${subject} must be in ${currency}, which the subscription is billed in; it is ${limits.join(' and ')}.`,
      { ...name, currency },
    )
  }
  const { what, name } = limitName(refusal.feature, refusal.scope?.key)
  return deny(
    'price_unknown',
    `${what} ${subject} cannot be held: ${refusal.why} (onUnpriceable: 'allow' would let it pass).`,
    name,
  )
}

function limitName(
  feature: string | undefined,
  scopeKey: string | undefined,
): { readonly what: string; readonly name: Partial<Denial> } {
  if (feature !== undefined) return { what: `The limit "${feature}"`, name: { feature } }
  if (scopeKey === undefined) return { what: 'The wallets', name: {} }
  const scope = readScopeKey(scopeKey)
  return { what: `The limit of ${scope.kind} "${scope.id}"`, name: { scope } }
}

/** The admission with the accounts that money adds. */
export function withMoney(admission: Admission, money: MoneyPlan, accounts: readonly StoreAccount[]): Admission {
  const { request, beyond } = admission
  const isSoft = ({ key }: StoreAccount): boolean => {
    const limit = money.limits.find((one) => one.key === key)
    if (money.scopeLimits.some((one) => one.key === key && one.beyond === 'allow')) return true
    // A wallet lets attempts go on where the plan sells what it lacks.
    return limit !== undefined && !isWalletLimit(limit) && passesBeyond(beyond, limit.feature)
  }
  const limited = accounts.map((account) => (isSoft(account) ? soften(account) : account))
  return { ...admission, money, request: { ...request, accounts: [...request.accounts, ...limited] } }
}

const TIME_WORDS = { period: 'in this period', day: 'today', life: 'in its life' } as const

/** Returns the wait until a window has room again; a request larger than the limit has no such wait. */
function waitOf({ retryAfterMs }: { readonly retryAfterMs?: number }, now: number): Partial<Denial> {
  return retryAfterMs === undefined ? {} : { retryAfterMs, resetsAt: new Date(now + retryAfterMs) }
}

/** Returns what the store holds for a grant, account by account. */
export function heldUnits(admission: Admission, completionTokens: number): StoreUnits[] {
  const holds: StoreUnits[] = []
  for (const { key, fixed, perCompletionToken } of admission.request.accounts)
    holds.push({ key, units: fixed + perCompletionToken * completionTokens })
  return holds
}

/**
 * The customer's budgets of an admission with the counts that the store gave. Token rates are windows, and scopes are
 * levels of their own: both are left out.
 */
export function toBudgetStates(
  accounts: readonly StoreAccount[],
  states: readonly (StoreAccountState | undefined)[],
): BudgetState[] {
  const budgets: BudgetState[] = []
  for (let index = 0; index < accounts.length; index += 1) {
    const account = accounts[index]
    const state = states[index]
    if (account === undefined || account.window !== undefined || state === undefined) continue
    if (isScopeKey(account.key) || isPriceKey(account.key)) continue
    const { limit = account.softLimit } = account
    budgets.push({
      feature: featureOf(account.key),
      limit,
      used: state.used,
      held: state.held,
      remaining: limit === undefined ? undefined : limit - state.used - state.held,
      resetsAt: new Date(account.endsAt),
    })
  }
  return budgets
}

type Deny = (reason: DenialReason, message: string, facts?: Partial<Denial>) => Denial

function denier(snapshot: CustomerSnapshot, model: string, now: number): Deny {
  return (reason, message, facts) => ({
    allowed: false,
    reason,
    message,
    customer: snapshot.customer,
    model,
    ...facts,
    asOf: new Date(snapshot.loadedAt),
    ageMs: Math.max(0, now - snapshot.loadedAt),
  })
}

function refuseModel(snapshot: CustomerSnapshot, rules: FeatureRules, model: string, deny: Deny): Denial | undefined {
  const feature = rules.models
  if (feature === null || snapshot.models.has(model)) return undefined
  if (!snapshot.values.has(feature)) {
    if (rules.whenMissing === 'allow') return undefined
    return deny('feature_not_entitled', missingMessage(snapshot, feature), { feature, allowedModels: [] })
  }
  const allowedModels = [...snapshot.models]
  const allowed = allowedModels.length === 0 ? 'no model' : allowedModels.join(', ')
  return deny(
    'model_not_entitled',
    `The plan of customer "${snapshot.customer}" includes ${allowed}, not "${model}".`,
    {
      feature,
      allowedModels,
    },
  )
}

function missingMessage(snapshot: CustomerSnapshot, feature: string): string {
  return `The plan of customer "${snapshot.customer}" has no value for "${feature}" (features.whenMissing: 'allow' would let it pass).`
}

function toAccount(
  rule: BudgetRule,
  key: string,
  limit: number | undefined,
  promptTokens: number,
  endsAt: number,
): StoreAccount {
  return {
    key,
    limit,
    fixed: rule.countsPrompt ? promptTokens : 0,
    perCompletionToken: rule.countsCompletion ? 1 : 0,
    endsAt,
  }
}

function tokenRateAccount(
  rule: BudgetRule & { readonly windowMs: number },
  limit: number,
  promptTokens: number,
  now: number,
): StoreAccount {
  const stepMs = Math.max(1, Math.ceil(rule.windowMs / WINDOW_STEPS))
  const earlier = Math.ceil(rule.windowMs / stepMs)
  const start = now - (now % stepMs)
  // It is counted for as long as it is among the earlier ones.
  const endsAt = start + (earlier + 1) * stepMs
  const account = toAccount(rule, `${rule.feature}@${start}`, limit, promptTokens, endsAt)
  return { ...account, window: { stepMs, earlier } }
}
