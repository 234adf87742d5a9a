import type { TestServer } from './test-server.ts'

/** A sender of requests: a server of tests, or one of a benchmark. */
export type Caller = Pick<TestServer, 'must'>

/** Ids of what `sellCredits` sets up. */
export interface CreditsSold {
  readonly creditTypeId: string
  readonly walletTypeId: string
  readonly versionId: string
  readonly entityId: string
  /** Pricing items on demand, where they are sold: 1,000 credits for 50 USD, and 20 a dollar for 5 to 500 USD. */
  readonly packItemId?: string
  readonly flexibleItemId?: string
}

export interface CreditsPlan {
  /** Credits for 1,000 tokens. Default `2`. */
  readonly rate?: string
  /** Price of a credit that no wallet had; `null` where nothing sells them. Default `0.015`. */
  readonly overagePrice?: string | null
  /** True for an add-on, which is sold in the windows of a schedule alone. Default `false`. */
  readonly addOn?: boolean
  /** True where the plan sells credits on demand. Default `false`. */
  readonly topUps?: boolean
  /** The credits that the monthly fee of 20 USD deposits. Default none. */
  readonly monthly?: { readonly credits: string; readonly expiry?: { readonly type: string; readonly value: number } }
}

/**
 * A plan whose tokens are priced in credits: the meter, the credit type, the wallet type, the plan and who bills it.
 */
export async function sellCredits(server: Caller, plan: CreditsPlan = {}): Promise<CreditsSold> {
  const { rate = '2', overagePrice = '0.015', addOn = false, topUps = false, monthly } = plan
  await server.must('POST', '/v1/meter-values', {
    reference: 'token_count',
    name: 'Tokens',
    type: 'NUMBER',
    status: 'ACTIVE',
  })
  const meter = await server.must('POST', '/v1/meters', {
    reference: 'tokens',
    status: 'ACTIVE',
    meter_values: [{ reference: 'token_count', required: true }],
  })
  const calculation = await server.must('POST', '/v1/meter-value-calculations', {
    reference: 'tokens_sum',
    calculation_type: 'SUM',
    meter_id: meter.id,
    meter_value_id: (await server.must('GET', '/v1/meter-values/token_count')).id,
  })
  const creditType = await server.must('POST', '/v1/credit-types', { reference: 'ai_credit', name: 'AI credit' })
  const walletType = await server.must('POST', '/v1/wallet-types', {
    reference: 'ai_credits',
    name: 'AI credits',
    type: 'CREDIT',
    credit: { grant_type: 'CREDITS', credits_grant: { credit_type_id: creditType.id } },
  })
  const category = await server.must('POST', '/v1/product-categories', { reference: 'ai', name: 'AI' })
  const product = await server.must('POST', '/v1/products', {
    reference: 'agent',
    name: 'Agent',
    category_id: category.id,
  })
  const item = (reference: string, members: object) =>
    server.must('POST', '/v1/product-items', { product_id: product.id, reference, name: reference, ...members })
  const usage = await item('usage', {
    model_type: 'USAGE_BASED_CONVERSION',
    usage_based: { meter_value_calculation_id: calculation.id },
  })
  const credits = await item('overage', { model_type: 'CREDITS', credits: { credit_type_id: creditType.id } })
  const fee = await item('fee', { model_type: 'RECURRING' })
  const topUp = topUps ? await item('top_up', { model_type: 'ONE_OFF' }) : undefined
  await server.must('POST', `/v1/products/${product.id}/activate?align_product_item_status=true`)
  const { id: planId } = await server.must('POST', '/v1/pricing-plans', { reference: 'prepaid', name: 'Prepaid' })
  const usd = (quantity: string) => ({ quantity, currency: 'USD' })
  const deposit = monthly && {
    wallet_type_id: walletType.id,
    credits_grant: { credits: { quantity: monthly.credits, credit_type_id: creditType.id } },
    ...(monthly.expiry && { expiry_policy: { expiry_period: monthly.expiry } }),
  }
  const version = await server.must('POST', '/v1/pricing-plan-versions', {
    pricing_plan_id: planId,
    status: 'ACTIVE',
    pricing_categories: [
      {
        product_category_id: category.id,
        pricings: [
          {
            name: 'Credits',
            ...(addOn && { product_type: 'ADDON' }),
            product_ids: [product.id],
            items: [
              {
                product_item_ids: [usage.id],
                configs: [
                  {
                    type: 'FLAT',
                    bands: [
                      { credits: { quantity: rate, credit_type_id: creditType.id }, block_size: { number: '1000' } },
                    ],
                  },
                ],
              },
              ...(overagePrice === null
                ? []
                : [
                    {
                      product_item_ids: [credits.id],
                      configs: [{ type: 'FLAT', bands: [{ amount: usd(overagePrice) }] }],
                    },
                  ]),
              ...(deposit === undefined
                ? []
                : [
                    {
                      product_item_ids: [fee.id],
                      configs: [{ type: 'FIXED', bands: [{ amount: usd('20') }], wallet_grants: [deposit] }],
                    },
                  ]),
            ],
          },
          ...(topUp === undefined
            ? []
            : [
                {
                  name: 'Top-up',
                  product_ids: [product.id],
                  items: topUpItems(topUp.id, walletType.id, creditType.id),
                },
              ]),
        ],
      },
    ],
  })
  const entity = await server.must('POST', '/v1/billing-entities', { reference: 'us', legal_name: 'Us' })
  const [pack, flexible] = version.pricing_categories[0].pricings[1]?.items ?? []
  return {
    creditTypeId: creditType.id,
    walletTypeId: walletType.id,
    versionId: version.id,
    entityId: entity.id,
    ...(topUps && { packItemId: pack.id, flexibleItemId: flexible.id }),
  }
}

function topUpItems(productItemId: string, walletTypeId: string, creditTypeId: string) {
  const usd = (quantity: string) => ({ quantity, currency: 'USD' })
  const item = (config: object, grant: object) => ({
    product_item_ids: [productItemId],
    configs: [{ ...config, on_demand: true, wallet_grants: [{ wallet_type_id: walletTypeId, credits_grant: grant }] }],
  })
  return [
    item(
      { type: 'FIXED', bands: [{ fixed_amount: usd('50') }] },
      { credits: { quantity: '1000', credit_type_id: creditTypeId } },
    ),
    item(
      { type: 'FLEXIBLE', bands: [{ minimum_amount: usd('5'), maximum_amount: usd('500') }] },
      { conversion: { credit_type_id: creditTypeId, rate: '20' } },
    ),
  ]
}

/** An ACTIVE customer with an ACTIVE subscription to the plan. */
export async function subscribe(
  server: Caller,
  sold: CreditsSold,
  {
    reference,
    startAt,
    billingTime = 'EXACT',
  }: { reference: string; startAt: string; billingTime?: 'EXACT' | 'CALENDAR' },
) {
  const customer = await server.must('POST', '/v1/customers', { reference, type: 'ORGANIZATION', status: 'ACTIVE' })
  const subscriptionId = await subscribeAgain(server, sold, {
    customerId: customer.id,
    reference,
    startAt,
    billingTime,
  })
  return { customerId: customer.id as string, subscriptionId }
}

/** One more subscription of a customer. */
export async function subscribeAgain(
  server: Caller,
  { versionId, entityId }: CreditsSold,
  of: { customerId: string; reference: string; startAt: string; billingTime?: 'EXACT' | 'CALENDAR' },
): Promise<string> {
  const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', {
    customer_id: of.customerId,
    billing_entity_id: entityId,
    reference: of.reference,
    billing_currency: 'USD',
    billing_period: { type: 'MONTH', value: 1 },
    billing_time: of.billingTime ?? 'EXACT',
  })
  await server.must('POST', '/v1/pricing-plan-schedules', {
    pricing_plan_subscription_id: subscription.id,
    pricing_plan_version_id: versionId,
    start_at: of.startAt,
  })
  await server.must('PATCH', `/v1/pricing-plan-subscriptions/${subscription.id}`, { status: 'ACTIVE' })
  return subscription.id
}

/** An ACTIVE wallet of the plan's credits. */
export async function openWallet(server: Caller, { walletTypeId }: CreditsSold, customerId: string): Promise<string> {
  const reference = `wallet-of-${customerId}`
  await server.must('POST', '/v1/wallets', { reference, wallet_type_id: walletTypeId, customer_id: customerId })
  return (await server.must('POST', `/v1/wallets/${reference}/activate`)).id
}

/** The body of a grant to a wallet of the plan's credits. */
export function grantOf(
  sold: CreditsSold,
  customerId: string,
  walletId: string,
  quantity: string,
  members: object = {},
) {
  return {
    customer_id: customerId,
    billing_entity_id: sold.entityId,
    wallet_id: walletId,
    grant_credits: { quantity, credit_type_id: sold.creditTypeId },
    ...members,
  }
}

/** A report of used tokens. */
export function tokensUsed(
  customer: string,
  reference: string,
  tokens: string,
  timestamp: string,
  members: object = {},
) {
  return {
    reference,
    meter_reference: 'tokens',
    customer_reference: customer,
    timestamp,
    meter_values: [{ reference: 'token_count', number: tokens }],
    ...members,
  }
}

/** `balance reserved open` of a wallet, at an instant or now. */
export async function balanceOf(server: Caller, walletId: string, at?: string): Promise<string> {
  const body = at === undefined ? {} : { balance_at: at }
  const answer = await server.must('POST', `/v1/wallets/${walletId}/balance`, body)
  return [answer.balance, answer.reserved_balance, answer.open_balance].map(({ credits }) => credits.quantity).join(' ')
}

/** A customer's invoice of the period that starts at an instant, with its lines. */
export async function invoiceOf(server: Caller, customerId: string, startAt: string) {
  const query = `customer_id=${customerId}&include_periods=true&include_lines=true&limit=100`
  const { data } = await server.must('GET', `/v1/invoices?${query}`)
  const invoice = data.find((one: { periods: { start_at: string }[] }) => one.periods[0]?.start_at === startAt)
  const lines = (invoice?.periods[0].groups ?? []).flatMap((group: { lines?: unknown[] }) => group.lines ?? [])
  return { invoice, lines }
}
