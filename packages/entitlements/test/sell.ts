import { formatInstant } from '@tallygate/billing-period'
import { apply, type Catalog, defineCatalog } from '@tallygate/catalog'
import { type BillingClient, type Schema, unwrap } from '@tallygate/client'

/** Prices and limits of one plan of the tests. */
export interface TestPlan {
  readonly prompt: Record<string, unknown>
  readonly completion: Record<string, unknown>
  readonly entitlements: Record<string, unknown>
  readonly currency?: string
}

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
    productCategories: { ai: { name: 'AI' } },
    products: {
      agent: {
        name: 'Agent',
        category: 'ai',
        features: ['monthly_token_budget', 'available_models', 'monthly_spend_limit'],
        items: {
          prompt_item: { name: 'Prompt tokens', calculation: 'prompt_sum' },
          completion_item: { name: 'Completion tokens', calculation: 'completion_sum' },
        },
      },
    },
    features: {
      monthly_token_budget: { name: 'Tokens', type: 'NUMBER' },
      available_models: { name: 'Models', type: 'ENUM', values: ['dear', 'cheap', 'other'] },
      monthly_spend_limit: { name: 'Money', type: 'AMOUNT' },
    },
    plans: Object.fromEntries(
      Object.entries(plans).map(([name, { prompt, completion, entitlements, currency = 'USD' }]) => [
        name,
        {
          name,
          currency,
          pricings: { agent: { rates: { prompt_item: prompt, completion_item: completion }, entitlements } },
        },
      ]),
    ),
  }
  return defineCatalog(definition as Parameters<typeof defineCatalog>[0])
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
