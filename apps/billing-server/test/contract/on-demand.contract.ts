import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, inDays, stored } from './contract-world.ts'
import { WalletWorld } from './wallet-world.ts'

const usd = (quantity: string) => ({ quantity, currency: 'USD' }) as const
const CHARGE = '/v1/invoices/charge-on-demand-pricing-items'

/** A schedule that sells a pack of 1,000 credits, single credits, and an amount of choice. */
async function selling(world: ContractWorld) {
  const creditType = await new WalletWorld(world).creditType()
  const credit = { grant_type: 'CREDITS', credits_grant: { credit_type_id: creditType.id } } as const
  const walletType = await new WalletWorld(world).walletType({ credit })
  const category = await world.category()
  const product = await world.product({ category_id: category.id })
  const item = await world.productItem({ product_id: product.id, model_type: 'ONE_OFF' })
  const params = { path: { idOrRef: product.id }, query: { align_product_item_status: true } }
  await unwrap(world.client.POST('/v1/products/{idOrRef}/activate', { params }))
  const credits = (quantity: string) => ({
    wallet_type_id: walletType.id,
    credits_grant: { credits: { quantity, credit_type_id: creditType.id } },
  })
  const conversion = { credit_type_id: creditType.id, rate: '25' }
  const sold: Schema<'PricingItemConfigRequest'>[] = [
    { type: 'FIXED', bands: [{ fixed_amount: usd('50') }], wallet_grants: [credits('1000')] },
    { type: 'FLAT', bands: [{ amount: usd('0.05') }], default_units: { number: '10' }, wallet_grants: [credits('1')] },
    {
      type: 'FLEXIBLE',
      bands: [{ minimum_amount: usd('5'), maximum_amount: usd('500') }],
      wallet_grants: [{ wallet_type_id: walletType.id, credits_grant: { conversion } }],
    },
  ]
  const items = sold.map((config) => ({ product_item_ids: [item.id], configs: [{ ...config, on_demand: true }] }))
  const fee: Schema<'PricingItemConfigRequest'> = { type: 'FIXED', bands: [{ amount: usd('9') }] }
  const plan = await world.plan()
  const version = await world.version({
    pricing_plan_id: plan.id,
    status: 'ACTIVE',
    pricing_categories: [
      {
        product_category_id: category.id,
        pricings: [
          { name: 'Top-up', product_ids: [product.id], items },
          { name: 'Fee', product_ids: [product.id], items: [{ product_item_ids: [item.id], configs: [fee] }] },
        ],
      },
    ],
  })
  const customer = await world.customer()
  const draft = await world.subscription({ customer_id: customer.id })
  const schedule = await world.schedule({
    pricing_plan_subscription_id: draft.id,
    pricing_plan_version_id: version.id,
    start_at: inDays(-1),
  })
  const subscription = await world.activate(draft.id)
  const topUps = version.pricing_categories?.[0]?.pricings?.[0]?.items ?? []
  const [pack = '', single = '', flexible = ''] = topUps.map(({ id }) => id ?? '')
  return { walletType, customer, version, schedule, subscription, pack, single, flexible }
}

export const onDemand: ContractResource = {
  name: 'charges on demand',
  type: undefined,
  rows: {
    getOnDemandPricingItems: [
      'lists the pricings with a price on demand, of those that are sold at the instant',
      async (world) => {
        const { schedule, version, subscription, pack, single, flexible } = await selling(world)
        const params = { path: { id: schedule.id }, query: { timestamp: inDays(1) } }
        const answer = await unwrap(
          world.client.GET('/v1/pricing-plan-schedules/{id}/on-demand-pricing-items', { params }),
        )
        expect(answer).toMatchObject({
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_schedule_id: schedule.id,
          pricing_plan_version_id: version.id,
        })
        const pricings = (answer.pricing_categories ?? []).flatMap((category) => category.pricings ?? [])
        expect(pricings.map(({ name }) => name)).toEqual(['Top-up'])
        expect(pricings[0]?.items?.map(({ id }) => id)).toEqual([pack, single, flexible])
        expect(pricings[0]?.items?.[2]?.configs).toMatchObject([
          { on_demand: true, type: 'FLEXIBLE', wallet_grants: [{ credits_grant: { conversion: { rate: '25' } } }] },
        ])
      },
    ],
    chargeOnDemandPricingItems: [
      'previews, writes the invoice and deposits what was bought',
      async (world) => {
        const { walletType, customer, schedule, subscription, pack, single, flexible } = await selling(world)
        const start_at = inDays(0)
        const body: Every<'ChargeOnDemandPricingItemsCreateRequest'> = {
          pricing_plan_schedule_id: schedule.id,
          pricing_items: [
            { pricing_item_id: pack },
            { pricing_item_id: single, units: { number: '3' } },
            { pricing_item_id: flexible, flexible_amount: usd('12.34') },
          ],
          start_at,
          finalize_immediately: true,
          payment_method_id: 'pmet_1',
          preview: true,
        }
        const preview = await unwrap(world.client.POST(CHARGE, { body }))
        expect(preview).toMatchObject({ invoice_number: 'PREVIEW', invoice_amount_including_tax: usd('62.49') })
        const query = { customer_id: customer.id }
        const wallets = async () => (await unwrap(world.client.GET('/v1/wallets', { params: { query } }))).data
        expect(await wallets()).toEqual([])
        const invoice = stored(await unwrap(world.client.POST(CHARGE, { body: { ...body, preview: false } })))
        expect(invoice).toMatchObject({
          type: 'ONE_OFF',
          status: 'FINAL',
          customer_id: customer.id,
          pricing_plan_subscription_ids: [subscription.id],
          invoice_amount_including_tax: usd('62.49'),
        })
        const lines = (invoice.periods ?? []).flatMap(({ groups }) =>
          (groups ?? []).flatMap((group) => group.lines ?? []),
        )
        expect(
          lines.map((line) => [line.pricing_item_id, line.pricing_type, line.amount_excluding_tax?.quantity]),
        ).toEqual([
          [pack, 'FIXED', '50.00'],
          [single, 'FLAT', '0.15'],
          [flexible, 'FLEXIBLE', '12.34'],
        ])
        const params = { path: { id: invoice.id } }
        expect(await unwrap(world.client.GET('/v1/invoices/{id}', { params }))).toEqual(invoice)
        expect(await wallets()).toMatchObject([{ wallet_type_id: walletType.id, status: 'ACTIVE' }])
        const grants = await unwrap(world.client.GET('/v1/wallet-grants', { params: { query } }))
        const deposited = grants.data.map((grant) => [grant.grant_credits?.quantity, grant.paid_amount?.quantity])
        expect(deposited.toSorted()).toEqual([
          ['1000', '50.00'],
          ['3', '0.15'],
          ['308.5', '12.34'],
        ])
        expect(grants.data.every((grant) => grant.start_at === start_at)).toBe(true)
      },
    ],
  },
}
