import { formatInstant } from '@tallygate/billing-period'
import { apply, type Catalog, defineCatalog } from '@tallygate/catalog'
import { type BillingClient, type Schema, unwrap } from '@tallygate/client'

/** Prices and limits of one plan of the tests. */
export interface TestPlan {
  readonly prompt: Record<string, unknown>
  readonly completion: Record<string, unknown>
  readonly entitlements: Record<string, unknown>
  readonly currency?: string
  /** Credits that come with the start of each period: a deposit of the monthly fee. */
  readonly deposit?: { readonly credits: number | string; readonly expiresAfter?: Record<string, unknown> }
  /** Price of a credit beyond the wallet. Default: none is sold. */
  readonly overage?: string
  /** Credits of a pack for 5 USD that is sold on demand. Default: none is. */
  readonly pack?: number
}

/** Credits of the tests' plans, and what their wallets are called. */
export const CREDITS = 'ai_credit'
const WALLET = 'ai_credits'

/** The guide's meters with plans of its own, whose prices a test chooses. */
function catalogOf(plans: Readonly<Record<string, TestPlan>>): Catalog {
  const meter = { values: ['token_count'], properties: ['model_id'], optionalProperties: ['usage_source'] }
  const sum = (name: string) => ({ name, type: 'SUM', meter: name, value: 'token_count' })
  const definition: unknown = {
    meters: { prompt_tokens: { name: 'Prompt', ...meter }, completion_tokens: { name: 'Completion', ...meter } },
    meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' } },
    meterProperties: {
      model_id: { name: 'Model', type: 'STRING' },
      usage_source: { name: 'Source', type: 'STRING' },
    },
    calculations: { prompt_sum: sum('prompt_tokens'), completion_sum: sum('completion_tokens') },
    creditTypes: { [CREDITS]: { name: 'Credit' } },
    walletTypes: { [WALLET]: { name: 'Credits', credits: CREDITS } },
    productCategories: { ai: { name: 'AI' } },
    products: {
      agent: {
        name: 'Agent',
        category: 'ai',
        features: ['monthly_token_budget', 'available_models', 'monthly_spend_limit'],
        items: {
          prompt_item: { name: 'Prompt tokens', calculation: 'prompt_sum' },
          completion_item: { name: 'Completion tokens', calculation: 'completion_sum' },
          fee: { name: 'Monthly fee', model: 'RECURRING' },
          pack: { name: 'Pack of credits', model: 'ONE_OFF' },
          extra: { name: 'Credits beyond the wallet', model: 'CREDITS', credits: CREDITS },
        },
      },
    },
    features: {
      monthly_token_budget: { name: 'Tokens', type: 'NUMBER' },
      available_models: { name: 'Models', type: 'ENUM', values: ['dear', 'cheap', 'other'] },
      monthly_spend_limit: { name: 'Money', type: 'AMOUNT' },
    },
    plans: Object.fromEntries(
      Object.entries(plans).map(([name, plan]) => [
        name,
        {
          name,
          currency: plan.currency ?? 'USD',
          pricings: { agent: { rates: ratesOf(plan), entitlements: plan.entitlements } },
        },
      ]),
    ),
  }
  return defineCatalog(definition as Parameters<typeof defineCatalog>[0])
}

function ratesOf({ prompt, completion, deposit, overage, pack }: TestPlan): Record<string, unknown> {
  const grants = deposit === undefined ? [] : [{ wallet: WALLET, ...deposit }]
  return {
    prompt_item: prompt,
    completion_item: completion,
    ...(deposit === undefined ? {} : { fee: { type: 'FIXED', price: '20', grants } }),
    ...(pack === undefined
      ? {}
      : { pack: { type: 'FIXED', price: '5', onDemand: true, grants: [{ wallet: WALLET, credits: pack }] } }),
    ...(overage === undefined ? {} : { extra: { type: 'FLAT', price: overage } }),
  }
}

export async function sellCatalog(client: BillingClient, plans: Readonly<Record<string, TestPlan>>): Promise<void> {
  await apply(client, catalogOf(plans))
  await unwrap(
    client.POST('/v1/billing-entities', { body: { reference: 'tests', legal_name: 'Tests', timezone: 'UTC' } }),
  )
}

/** A customer with an ACTIVE monthly subscription that began at an instant. */
export async function subscribe(
  client: BillingClient,
  reference: string,
  plan: string,
  startAt: Date,
  currency: NonNullable<Schema<'CurrencyCode'>> = 'USD',
): Promise<void> {
  const customer = await unwrap(
    client.POST('/v1/customers', {
      body: { type: 'ORGANIZATION', reference, status: 'ACTIVE', organization: { legal_name: reference } },
    }),
  )
  const { id = '' } = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        reference,
        customer_id: customer.id ?? '',
        billing_entity_reference: 'tests',
        billing_period: { type: 'MONTH', value: 1 },
        billing_currency: currency,
        billing_time: 'EXACT',
      },
    }),
  )
  await unwrap(
    client.POST('/v1/pricing-plan-schedules', {
      body: {
        pricing_plan_subscription_id: id ?? '',
        pricing_plan_version_selector: { pricing_plan_reference: plan, type: 'LATEST' },
        start_at: formatInstant(startAt),
      },
    }),
  )
  await unwrap(
    client.PATCH('/v1/pricing-plan-subscriptions/{id}', {
      params: { path: { id: id ?? '' } },
      body: { status: 'ACTIVE' },
    }),
  )
}

/** Puts credits into a customer's wallet, which is made where there is none. Answers with the wallet's id. */
export async function topUp(
  client: BillingClient,
  customer: string,
  credits: string,
  members: Partial<Schema<'WalletGrantCreateRequest'>> = {},
): Promise<string> {
  const named = (idOrRef: string) => ({ params: { path: { idOrRef } } })
  const { id: customer_id } = await unwrap(client.GET('/v1/customers/{idOrRef}', named(customer)))
  const { id: billing_entity_id } = await unwrap(client.GET('/v1/billing-entities/{idOrRef}', named('tests')))
  const { id: credit_type_id } = await unwrap(client.GET('/v1/credit-types/{idOrRef}', named(CREDITS)))
  const query = { customer_id: customer_id ?? '' }
  const { data } = await unwrap(client.GET('/v1/wallets', { params: { query } }))
  const wallet_id = data[0]?.id ?? (await openWallet(client, customer, customer_id ?? ''))
  await unwrap(
    client.POST('/v1/wallet-grants', {
      body: {
        customer_id: customer_id ?? '',
        billing_entity_id: billing_entity_id ?? '',
        wallet_id,
        grant_credits: { quantity: credits, credit_type_id: credit_type_id ?? '' },
        // From today on: an event names its whole second, and a grant begins at a part of one.
        start_at: formatInstant(new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000)),
        ...members,
      },
    }),
  )
  return wallet_id
}

/** Buys the pack that a customer's plan sells on demand. Answers with the invoice. */
export async function buyPack(client: BillingClient, customer: string): Promise<Schema<'Invoice'>> {
  const params = { path: { idOrRef: customer } }
  const { id: customer_id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params }))
  const { data: subscriptions } = await unwrap(
    client.GET('/v1/pricing-plan-subscriptions', { params: { query: { customer_id: customer_id ?? '' } } }),
  )
  const query = { pricing_plan_subscription_id: subscriptions[0]?.id ?? '' }
  const { data: schedules } = await unwrap(client.GET('/v1/pricing-plan-schedules', { params: { query } }))
  const id = schedules[0]?.id ?? ''
  const sold = await unwrap(
    client.GET('/v1/pricing-plan-schedules/{id}/on-demand-pricing-items', { params: { path: { id } } }),
  )
  const item = sold.pricing_categories?.[0]?.pricings?.[0]?.items?.[0]
  const body = {
    pricing_plan_schedule_id: id,
    pricing_items: [{ pricing_item_id: item?.id ?? '' }],
    finalize_immediately: true,
  }
  return unwrap(client.POST('/v1/invoices/charge-on-demand-pricing-items', { body }))
}

async function openWallet(client: BillingClient, reference: string, customer_id: string): Promise<string> {
  const { id: wallet_type_id } = await unwrap(
    client.GET('/v1/wallet-types/{idOrRef}', { params: { path: { idOrRef: WALLET } } }),
  )
  const { id } = await unwrap(
    client.POST('/v1/wallets', { body: { reference, wallet_type_id: wallet_type_id ?? '', customer_id } }),
  )
  await unwrap(client.POST('/v1/wallets/{idOrRef}/activate', { params: { path: { idOrRef: id ?? '' } } }))
  return id ?? ''
}

/** Reads `balance reserved open` of a wallet. */
export async function balanceOf(client: BillingClient, wallet: string): Promise<string> {
  const answer = await unwrap(
    client.POST('/v1/wallets/{idOrRef}/balance', { params: { path: { idOrRef: wallet } }, body: {} }),
  )
  return [answer.balance, answer.reserved_balance, answer.open_balance].map((one) => one?.credits?.quantity).join(' ')
}
