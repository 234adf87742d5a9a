import { type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { withinTime } from '../within-time.ts'

/** Plans change rarely. */
const MAX_AGE_MS = 300_000
/** A price list that a customer could choose from is far shorter. */
const PLANS_MAX_PAGES = 5
const PLANS_PAGE_LIMIT = 50
/** After a read that failed, denials go without a hint for this long. */
const RETRY_AFTER_FAILURE_MS = 10_000
/** A denial waits no longer than this for its hint. */
const WAIT_MS = 2_000

/** The grants of one active plan version, by feature reference. */
export interface PlanGrants {
  readonly name: string
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  readonly numbers: ReadonlyMap<string, number>
  /** By {@link amountKey}. */
  readonly amounts: ReadonlyMap<string, number>
}

/** Names an amount of money by its feature and its currency. A reference has no white space. */
export function amountKey(feature: string, currency: string): string {
  return `${feature} ${currency}`
}

/** Finds the plans that would allow what was denied. A hint: whatever goes wrong, there is just no hint. */
export class PlanFinder {
  readonly #client: BillingClient
  readonly #now: () => number
  #read: Promise<readonly PlanGrants[]> | undefined
  #readAt = 0
  #failedAt = Number.NEGATIVE_INFINITY

  constructor(client: BillingClient, now: () => number) {
    this.#client = client
    this.#now = now
  }

  /** Names of the plans that allow it, by what they grant: the smallest first. */
  async find(
    allows: (plan: PlanGrants) => boolean,
    grants: (plan: PlanGrants) => number,
  ): Promise<readonly string[] | undefined> {
    if (this.#now() - this.#failedAt < RETRY_AFTER_FAILURE_MS) return undefined
    if (this.#read === undefined || this.#now() - this.#readAt > MAX_AGE_MS) {
      this.#readAt = this.#now()
      const read = readPlans(this.#client)
      this.#read = read
      read.catch(() => {
        this.#failedAt = this.#now()
        if (this.#read === read) this.#read = undefined
      })
    }
    const plans = await withinTime(this.#read, WAIT_MS).catch(() => undefined)
    return plans
      ?.filter(allows)
      .sort((a, b) => grants(a) - grants(b))
      .map(({ name }) => name)
  }
}

async function readPlans(client: BillingClient): Promise<readonly PlanGrants[]> {
  const plans: Schema<'PricingPlan'>[] = []
  const pages = paginate(
    (page) =>
      client.GET('/v1/pricing-plans', {
        params: { query: { 'statuses[]': ['ACTIVE'], page, limit: PLANS_PAGE_LIMIT } },
      }),
    { maxPages: PLANS_MAX_PAGES },
  )
  // A customer's own plan is nobody else's to choose.
  for await (const plan of pages) if (plan.type !== 'CUSTOM') plans.push(plan)
  const granted = await Promise.all(plans.map((plan) => readGrants(client, plan)))
  return granted.filter((plan) => plan !== undefined)
}

async function readGrants(client: BillingClient, plan: Schema<'PricingPlan'>): Promise<PlanGrants | undefined> {
  const latest = (plan.pricing_plan_version_infos ?? [])
    .filter(({ status }) => status === 'ACTIVE')
    .sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0]
  if (latest?.id === undefined) return undefined
  const version = await unwrap(client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id: latest.id } } }))
  return toPlanGrants(plan.name ?? plan.reference ?? '', version)
}

/** ENUM entitlements of a plan are one row a member (API fact: `enum` is written, `enums` is read). */
function toPlanGrants(name: string, version: Schema<'PricingPlanVersion'>): PlanGrants {
  const members = new Map<string, Set<string>>()
  const numbers = new Map<string, number>()
  const amounts = new Map<string, number>()
  const pricings = (version.pricing_categories ?? []).flatMap((category) => [
    ...(category.pricings ?? []),
    ...(category.pricing_groups ?? []).flatMap((group) => group.pricings ?? []),
  ])
  for (const entitlement of pricings.flatMap((pricing) => pricing.entitlements ?? [])) {
    const feature = entitlement.feature_reference ?? entitlement.feature?.reference
    if (feature == null) continue
    // A hint: as a number, an amount of money is near enough.
    const { quantity, currency = '' } = entitlement.amount ?? {}
    if (quantity != null) amounts.set(amountKey(feature, currency), Number(quantity))
    if (entitlement.number != null) numbers.set(feature, (numbers.get(feature) ?? 0) + Number(entitlement.number))
    const member = entitlement.enum ?? entitlement.string
    if (member != null) members.set(feature, (members.get(feature) ?? new Set()).add(member))
  }
  return { name, members, numbers, amounts }
}
