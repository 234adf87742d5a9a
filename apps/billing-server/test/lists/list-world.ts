import { type Schema, unwrap } from '@tallygate/client'
import { alertRule } from '../contract/alert-rules.contract.ts'
import { ContractWorld, inDays } from '../contract/contract-world.ts'
import { WalletWorld } from '../contract/wallet-world.ts'
import type { TestServer } from '../test-server.ts'

/** Ids of what the filters of lists ask for. */
export interface ListWorld {
  readonly customerId: string
  readonly customerReference: string
  /** Of the catalog that is made for one customer alone. */
  readonly ownerId: string
  readonly subscriptionId: string
  readonly subscriptionReference: string
  readonly invoiceId: string
  readonly meterId: string
  readonly categoryId: string
  readonly productId: string
  readonly eventReference: string
  readonly bulkActionId: string
  readonly webhookId: string
  readonly wallet: { readonly id: string; readonly customerId: string; readonly typeId: string }
}

const region = (value: string) => [{ reference: 'region', value }]

/** Two of everything that lists list, different in every way that a parameter can ask for. */
export async function makeListWorld(server: TestServer): Promise<ListWorld> {
  const { client } = server
  const world = new ContractWorld(client, server.server.url, 'lists', {})
  const hook = (name: string, action: string) =>
    server.must('POST', '/v1/webhooks', {
      url: 'https://hooks.example/in',
      name,
      reference: name,
      included_actions: [action],
    })
  const webhook = await hook('A', 'METER_VALUE.CREATED')
  await hook('b', 'FEATURE.CREATED')
  await world.feature({ name: 'A feature' })
  await world.feature({ name: 'another feature', type: 'SWITCH' })
  const one = await sold(world, 'A plan', 'EU')
  await sold(world, 'a plan', 'US')
  await world.plan({ name: 'b plan', customer_id: one.owner.id, type: 'CUSTOM', variant: 'RATE_CARD' })
  const other = await subscribe(world, one.version.id, 'Zürich', {
    billing_period: { type: 'DAY', value: 40 },
    billing_currency: 'USD',
    pricing_plan_subscription_group_id: 'group-1',
    custom_fields: region('EU'),
    startAt: inDays(-45),
  })
  await world.subscription({
    type: 'TEMPLATE',
    variant: 'SELLER',
    billing_currency: 'EUR',
    custom_fields: region('US'),
  })
  for (const days of [-46, -47]) {
    await subscribe(world, one.version.id, `Town ${days}`, {
      billing_period: { type: 'DAY', value: 40 },
      startAt: inDays(days),
    })
  }
  const eventReference = await events(world, one)
  await world.runWhatIsDue()
  const { data: drafts } = await unwrap(
    client.GET('/v1/invoices', { params: { query: { customer_id: other.customer.id, 'statuses[]': ['DRAFT'] } } }),
  )
  const invoiceId = drafts[0]?.id ?? ''
  await server.must('PATCH', `/v1/invoices/${invoiceId}`, { on_hold: true, due_date: inDays(60) })
  const bulk = await server.must('POST', '/v1/bulk-actions', {
    type: 'FINALIZE_INVOICES',
    finalize_invoices: { invoice_date: inDays(1) },
  })
  await server.must('POST', '/v1/bulk-actions', {
    type: 'FINALIZE_INVOICES',
    finalize_invoices: { invoice_date: inDays(-400) },
  })
  await server.must('POST', '/v1/reprocess', { type: 'NOT_MATCHED', not_matched: { customer_id: one.customer.id } })
  await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: { customer_id: one.customer.id } })
  const rules = [await alertRule(world), await alertRule(world)]
  for (const [index, { id: alert_rule_id }] of rules.entries()) {
    await server.must('POST', '/v1/alerts', {
      platform_id: 'plat_TallygateLocalServer',
      alert_rule_id,
      customer_id: [one, other][index]?.customer.id,
      type: 'ENTITLEMENT',
      alert_data: { entitlement: { used_value: { number: '801' } } },
    })
  }
  const { wallet, walletTypeId } = await makeWallets(server, world)
  return {
    customerId: one.customer.id,
    customerReference: one.customer.reference,
    ownerId: one.owner.id,
    subscriptionId: one.subscription.id,
    subscriptionReference: one.subscription.reference,
    invoiceId,
    meterId: one.meter.id,
    categoryId: one.category.id,
    productId: one.product.id,
    eventReference,
    bulkActionId: bulk.id,
    webhookId: webhook.id,
    wallet: { id: wallet.id, customerId: wallet.customer_id ?? '', typeId: walletTypeId },
  }
}

/** A priced product, its plan, and a customer who has it by the month. */
async function sold(world: ContractWorld, planName: string, where: string) {
  const made = await world.newSoldPlan()
  const { client } = world
  const owner = await world.customer({ email: `${where}@example.com` })
  const path = { idOrRef: made.plan.id }
  await unwrap(client.PATCH('/v1/pricing-plans/{idOrRef}', { params: { path }, body: { name: planName } }))
  await world.product({ name: `Product ${where}`, custom_fields: region(where), customer_id: owner.id })
  await world.productItem({ name: `Item ${where}`, custom_fields: region(where), customer_id: owner.id })
  await world.category({ name: `Category ${where}`, customer_id: owner.id })
  await world.billingEntity({ custom_fields: region(where) })
  await world.meter({ name: `${where} draft` })
  await world.meterValue({ name: `${where} draft`, status: 'DRAFT' })
  await world.meterProperty({ name: `${where} draft`, status: 'DRAFT' })
  await world.calculation({ name: `${where} sum`, meter_id: made.meter.id, meter_value_id: made.value.id })
  return {
    ...made,
    owner,
    ...(await subscribe(world, made.version.id, where, { startAt: inDays(where === 'EU' ? -10 : -2) })),
  }
}

type Terms = Partial<Schema<'PricingPlanSubscriptionCreateRequest'>>

async function subscribe(
  world: ContractWorld,
  versionId: string,
  city: string,
  { startAt, ...terms }: Terms & { readonly startAt: string },
) {
  const customer = await world.customer({
    custom_fields: region(city),
    organization: { legal_name: `${city} Traders` },
  })
  const draft = await world.subscription({ ...terms, customer_id: customer.id })
  await world.schedule({
    pricing_plan_subscription_id: draft.id,
    pricing_plan_version_id: versionId,
    start_at: startAt,
  })
  return { customer, subscription: await world.activate(draft.id) }
}

/** An event, the same again, one that matches nothing and one that is deleted. */
async function events(world: ContractWorld, of: Awaited<ReturnType<typeof sold>>): Promise<string> {
  const strange = await world.metering()
  await world.ingest(world.event({ ...of, ...strange }, '1'))
  const first = world.event(of, '10')
  await world.ingest(first)
  await world.ingest(first)
  const stranger = await world.customer()
  await world.ingest(world.event({ ...of, customer: stranger }, '5'))
  const gone = await world.ingest(world.event(of, '7'))
  await unwrap(world.client.POST('/v1/events/delete', { body: { reference: gone.reference } }))
  return first.reference
}

/**
 * Two funded wallets in credits of their own, of two customers; the one that comes back is ACTIVE with an ACTIVE type.
 */
async function makeWallets(server: TestServer, world: ContractWorld) {
  const wallets = new WalletWorld(world)
  const [one, other] = [await wallets.funded(), await wallets.funded()]
  await wallets.grant(one, '10')
  await wallets.grant(other, '5')
  await wallets.walletType()
  await wallets.wallet()
  for (const [kind, { reference }] of [
    ['credit-types', one.creditType],
    ['wallet-types', one.walletType],
  ] as const) {
    await server.must('POST', `/v1/${kind}/${reference}/activate`)
  }
  return { wallet: one.wallet, walletTypeId: one.wallet.wallet_type_id ?? '' }
}
