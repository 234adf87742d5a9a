import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { priced, type Rule, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const RULE = 'pricing_categories.0.pricings.0.items.0.configs.0'
const on = (reference: string) => ({
  meter_properties: [{ reference, value: 'x', comparator: 'EQUALS' }],
})

describe.each(testEngines)('prices that could not be billed, on $name', (engine) => {
  let server: TestServer
  let shop: Shop

  beforeAll(async () => {
    server = await TestServer.start(engine)
    shop = await Shop.open(server)
  })
  afterAll(() => server.stop())

  const versions = async () =>
    (
      await server.server.database.query<{ count: number }>('select count(*) as count from pricing_plan_versions', [])
    )[0]
  const tiered = (...bands: Rule[]) => ({ type: 'TIERED', bands })

  it.each<[string, Rule[], string, string]>([
    [
      'tiers that overlap',
      [tiered(priced('3', '1', '100'), priced('2', '1', '50'), priced('1', '1'))],
      `${RULE}.bands.1.tier_top_bound`,
      'tier',
    ],
    [
      'two tiers with the same end',
      [tiered(priced('3', '1', '100'), priced('2', '1', '100'), priced('1', '1'))],
      `${RULE}.bands.1.tier_top_bound`,
      'tier',
    ],
    [
      'a tier without an end in the middle',
      [tiered(priced('3', '1', '100'), priced('2', '1'), priced('1', '1', '200'))],
      `${RULE}.bands.1.tier_top_bound`,
      'tier',
    ],
    [
      'a rule whose property is not on the meter',
      [{ type: 'FLAT', conditions: on('task_id'), bands: [priced('1', '1')] }],
      `${RULE}.conditions`,
      'task_id is not on the meter tokens',
    ],
    [
      'a rule whose property does not exist',
      [{ type: 'FLAT', conditions: on('nowhere'), bands: [priced('1', '1')] }],
      `${RULE}.conditions.meter_properties.0.reference`,
      'METER_PROPERTY',
    ],
    [
      'a second default rate, which no usage would reach',
      [
        { type: 'FLAT', bands: [priced('1', '1')] },
        { type: 'FLAT', bands: [priced('2', '1')] },
      ],
      'pricing_categories.0.pricings.0.items.0.configs.1.conditions',
      'second default rate',
    ],
    ['a rule without a price', [{ type: 'FLAT', bands: [{}] }], `${RULE}.bands.0`, ''],
    ['a rule without bands', [{ type: 'FLAT', bands: [] }], `${RULE}.bands`, ''],
    [
      'a top-up that carries on what it never bought',
      [{ ...flatRule(), top_up: { rollover: true } }],
      `${RULE}.top_up.rollover`,
      'FLAT',
    ],
    ['a negative price', [{ type: 'FLAT', bands: [{ amount: usd('-1') }] }], `${RULE}.bands.0.amount`, ''],
  ])('refuses %s, naming the member, and stores nothing', async (_, configs, field, words) => {
    const body = await shop.versionOf({ tokens: { configs } })
    const before = await versions()
    const answer = await server.call('POST', '/v1/pricing-plan-versions', body)
    expect(answer).toMatchObject({ status: 400, body: { type: 'INVALID_REQUEST' } })
    expect(answer.body.field).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')}`))
    expect(answer.body.message).toContain(words)
    expect(await versions()).toEqual(before)
  })

  it('keeps a DRAFT with such a fault, and refuses to sell it', async () => {
    const bands = [priced('3', '1', '100'), priced('2', '1', '50'), priced('1', '1')]
    const body = await shop.versionOf({ tokens: { configs: [tiered(...bands)] } }, { status: 'DRAFT' })
    const draft = await server.must('POST', '/v1/pricing-plan-versions', body)
    const answer = await server.call('PATCH', `/v1/pricing-plan-versions/${draft.id}`, { status: 'ACTIVE' })
    expect(answer).toMatchObject({ status: 400, body: { field: expect.stringContaining(`${RULE}.bands.1`) } })
    expect(await server.must('GET', `/v1/pricing-plan-versions/${draft.id}`)).toMatchObject({ status: 'DRAFT' })
  })

  it('sells a plan without a default rate, and says so', async () => {
    const rule = { type: 'FLAT', conditions: on('model_id'), bands: [priced('1', '1')] }
    const body = await shop.versionOf({ tokens: { configs: [rule] } })
    const { id } = await server.must('POST', '/v1/pricing-plan-versions', body)
    const notice = {
      pricing_plan_version_id: id,
      field: 'pricing_categories.0.pricings.0.items.0.configs',
      message: 'there is no default rate: usage that no rule takes is not billed',
    }
    expect((await server.must('GET', '/operator/pricing-notices')).data).toMatchObject([notice])
    const own = await server.must('GET', `/operator/pricing-notices?pricing_plan_version_id=${id}`)
    expect(own.data).toMatchObject([notice])
    const question = { from: '2026-01-01', to: '2026-02-01', pricing_plan_version_id: id }
    expect((await server.must('POST', '/operator/what-if', question)).notices).toMatchObject([
      { version_id: id, field: notice.field },
    ])
    expect((await server.call('GET', '/operator/pricing-notices?pricing_plan_version_id=none')).status).toBe(404)
  })
})

function flatRule(): Rule {
  return { type: 'FLAT', bands: [priced('1', '1')] }
}
