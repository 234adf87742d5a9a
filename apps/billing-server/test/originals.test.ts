import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

/** A tree as a request sends it; what is not of interest is left open. */
interface Tree {
  readonly product_category_id: string
  readonly pricings: readonly {
    readonly id: string
    readonly product_ids: readonly string[]
    readonly items: readonly {
      readonly id: string
      readonly product_item_ids: readonly string[]
      readonly configs: readonly { readonly id: string }[]
    }[]
  }[]
}

const ITEM = 'pricing_categories.0.pricings.0.items.0'

describe.each(testEngines)('what a part of a version says that it was copied from, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  let sold: Tree
  let other: Tree

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
    sold = (await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)).pricing_categories[0]
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'other', name: 'Other' })
    const copy = await server.must('POST', '/v1/pricing-plan-versions', versionOf({}, plan.id))
    other = copy.pricing_categories[0]
  })
  afterAll(() => server.stop())

  interface Originals {
    readonly pricing?: string
    readonly item?: string
    readonly config?: string
  }

  /** A version with one item of the sold one; its rule stands in a currency of its own where it is asked to. */
  const versionOf = ({ pricing, item, config }: Originals, planId = guide.planId, inCurrency = false) => {
    const band = { amount: { quantity: '0.02', currency: 'USD' }, block_size: { number: '1000' } }
    const configs = [{ type: 'FLAT', original_pricing_item_config_id: config, bands: [band] }]
    return {
      pricing_plan_id: planId,
      pricing_categories: [
        {
          product_category_id: sold.product_category_id,
          pricings: [
            {
              original_pricing_id: pricing,
              product_ids: sold.pricings[0]?.product_ids,
              items: [
                {
                  original_pricing_item_id: item,
                  product_item_ids: sold.pricings[0]?.items[0]?.product_item_ids,
                  ...(inCurrency ? { pricing_currency_configs: [{ currency: 'USD', configs }] } : { configs }),
                },
              ],
            },
          ],
        },
      ],
    }
  }
  const idsOf = (tree: Tree) => ({
    pricing: tree.pricings[0]?.id ?? '',
    item: tree.pricings[0]?.items[0]?.id ?? '',
    config: tree.pricings[0]?.items[0]?.configs[0]?.id ?? '',
  })

  it('is kept where an earlier version of the plan has it, whichever', async () => {
    const second = await server.must('POST', '/v1/pricing-plan-versions', versionOf(idsOf(sold)))
    expect(second.pricing_categories[0].pricings[0]).toMatchObject({
      original_pricing_id: idsOf(sold).pricing,
      items: [
        {
          original_pricing_item_id: idsOf(sold).item,
          configs: [{ original_pricing_item_config_id: idsOf(sold).config }],
        },
      ],
    })
    const mixed = { ...idsOf(second.pricing_categories[0]), config: idsOf(sold).config }
    const third = await server.must('POST', '/v1/pricing-plan-versions', versionOf(mixed, guide.planId, true))
    // Sent again as it is, and sold: the ids still lead somewhere.
    const path = `/v1/pricing-plan-versions/${third.id}`
    await server.must('PATCH', path, { pricing_categories: third.pricing_categories, status: 'ACTIVE' })
  })

  it.each<[name: string, originals: () => Originals, field: string, type: string]>([
    [
      'a pricing that does not exist',
      () => ({ pricing: 'pric_00000000000000000000' }),
      'pricing_categories.0.pricings.0.original_pricing_id',
      'PRICING',
    ],
    [
      'a pricing of another plan',
      () => ({ pricing: idsOf(other).pricing }),
      'pricing_categories.0.pricings.0.original_pricing_id',
      'PRICING',
    ],
    ['an item that does not exist', () => ({ item: 'nothing' }), `${ITEM}.original_pricing_item_id`, 'PRICING_ITEM'],
    [
      'a pricing where an item belongs',
      () => ({ item: idsOf(sold).pricing }),
      `${ITEM}.original_pricing_item_id`,
      'PRICING_ITEM',
    ],
    [
      'a rule of another plan, beside an item of its own',
      () => ({ item: idsOf(sold).item, config: idsOf(other).config }),
      `${ITEM}.configs.0.original_pricing_item_config_id`,
      'PRICING_ITEM_CONFIG',
    ],
  ])('is refused where it is %s, and nothing is stored', async (_, originals, field, type) => {
    const count = 'select count(*) as count from pricing_plan_versions'
    const before = await server.server.database.query(count, [])
    const answer = await server.call('POST', '/v1/pricing-plan-versions', versionOf(originals()))
    expect([answer.status, answer.body.code, answer.body.field, answer.body.resource_type]).toEqual([
      400,
      'RESOURCES_NOT_FOUND',
      field,
      type,
    ])
    expect(await server.server.database.query(count, [])).toEqual(before)
  })

  it('is refused where it is of the version itself or of a later one', async () => {
    const draft = await server.must('POST', '/v1/pricing-plan-versions', versionOf({}))
    const own = versionOf({ pricing: idsOf(draft.pricing_categories[0]).pricing })
    const path = `/v1/pricing-plan-versions/${draft.id}`
    const itself = await server.call('PATCH', path, { pricing_categories: own.pricing_categories })
    expect(itself.body.field).toBe('pricing_categories.0.pricings.0.original_pricing_id')
    const later = await server.must('POST', '/v1/pricing-plan-versions', versionOf({}))
    const ofLater = versionOf({ item: idsOf(later.pricing_categories[0]).item })
    const ahead = await server.call('PATCH', path, { pricing_categories: ofLater.pricing_categories })
    expect(ahead.body.field).toBe(`${ITEM}.original_pricing_item_id`)
  })

  it('is named by its path in the request that changes a part', async () => {
    const draft = await server.must('POST', '/v1/pricing-plan-versions', versionOf({}))
    const [pricing] = draft.pricing_categories[0].pricings
    const items = [{ ...pricing.items[0], original_pricing_item_id: idsOf(other).item }]
    const answer = await server.call('PATCH', `/v1/pricings/${pricing.id}`, { items })
    expect([answer.status, answer.body.field]).toEqual([400, 'items.0.original_pricing_item_id'])
    const found = await server.must('PATCH', `/v1/pricings/${pricing.id}`, { original_pricing_id: idsOf(sold).pricing })
    expect(found.original_pricing_id).toBe(idsOf(sold).pricing)
  })
})
