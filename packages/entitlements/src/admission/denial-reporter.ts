import type { BillingClient } from '@tallygate/client'
import { ageOf, type CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { FeatureRules } from '../customers/feature-rules.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import type { AdmissionEvent } from './admission-event.ts'
import type { Denial } from './denial.ts'
import { amountKey, PlanFinder, type PlanGrants } from './find-plans.ts'
import type { CheckRequest } from './reserve-request.ts'

export interface DenialSettings {
  readonly client: BillingClient
  readonly rules: FeatureRules
  readonly onUnavailable: 'deny' | 'allow'
  readonly now: () => number
  readonly emit: ((event: AdmissionEvent) => void) | undefined
}

/** The call that is answered, with the time when it came: epoch ms. */
export interface Asked {
  readonly by: 'reserve' | 'check'
  readonly at: number
}

/** The wait that a denial for an outage asks of the caller. */
const UNAVAILABLE_RETRY_MS = 1_000

/** Completes denials with the plans that would allow the request, and tells the hook. */
export class DenialReporter {
  readonly #settings: DenialSettings
  readonly #plans: PlanFinder

  constructor(settings: DenialSettings) {
    this.#settings = settings
    this.#plans = new PlanFinder(settings.client, settings.now)
  }

  async deny(denial: Denial, asked: Asked): Promise<Denial> {
    const plans = await this.#plansFor(denial)
    const complete: Denial = plans === undefined ? denial : { ...denial, plans }
    this.#report(complete, asked)
    return complete
  }

  /** The answer of `onUnavailable: 'deny'`. */
  denyUnavailable(request: CheckRequest, snapshot: CustomerSnapshot | undefined, asked: Asked): Denial {
    const denial: Denial = {
      allowed: false,
      reason: 'entitlements_unavailable',
      message: `The entitlements of customer "${request.customer}" cannot be checked now.`,
      customer: request.customer,
      model: request.model ?? '',
      retryAfterMs: UNAVAILABLE_RETRY_MS,
      ...ageOf(snapshot, this.#settings.now()),
    }
    this.#report(denial, asked)
    return denial
  }

  #report(denial: Denial, { by, at }: Asked): void {
    const { emit, now } = this.#settings
    emit?.({ type: 'denied', denial, by, durationMs: now() - at })
  }

  reportUnavailable(customer: string, error: unknown): void {
    const part = StoreUnavailableError.isInstance(error) ? 'store' : 'billing_api'
    this.#settings.emit?.({ type: 'unavailable', customer, policy: this.#settings.onUnavailable, part, error })
  }

  async #plansFor({ reason, feature, limit, model, currency }: Denial): Promise<readonly string[] | undefined> {
    if (feature === undefined) return undefined
    if (reason === 'model_not_entitled')
      return this.#plans.find(
        (plan) => plan.members.get(feature)?.has(model) ?? false,
        (plan) => plan.members.get(feature)?.size ?? 0,
      )
    if (reason !== 'budget_exhausted' && reason !== 'rate_limited') return undefined
    const { models } = this.#settings.rules
    const granted = (plan: PlanGrants): number =>
      (currency === undefined ? plan.numbers.get(feature) : plan.amounts.get(amountKey(feature, currency))) ?? 0
    return this.#plans.find(
      (plan) =>
        granted(plan) > Number(limit ?? 0) && (models === null || (plan.members.get(models)?.has(model) ?? false)),
      granted,
    )
  }
}
