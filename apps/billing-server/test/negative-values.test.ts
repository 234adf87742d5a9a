import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { priced, Shop } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('a negative value, on $name', (engine) => {
  let server: TestServer
  let shop: Shop
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
    await server.must('POST', '/local/clock', { now: '2026-01-20T00:00:00Z' })
  })

  const sell = async () => {
    const tiers = [priced('1', '1000', '1000000'), priced('0.5', '1000')]
    return shop.sell('acme', await shop.versionOf({ tokens: { configs: [{ type: 'TIERED', bands: tiers }] } }))
  }
  const open = async (customerId: string) => {
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${customerId}&include_lines=true`)
    const [invoice] = data
    const lines = invoice.periods[0].groups.flatMap((group: { lines: object[] }) => group.lines)
    return [invoice.invoice_amount_including_tax.quantity, lines[0]?.meter_value?.number]
  }

  it('takes back a part of a sum, in the tiers that it had filled', async () => {
    const { customerId } = await sell()
    await shop.report('acme', 'tokens', '01-05', '1500000')
    expect(await open(customerId)).toEqual(['1250.00', '1500000'])
    await shop.report('acme', 'tokens', '01-06', '-700000')
    expect(await open(customerId)).toEqual(['800.00', '800000'])
  })

  it('bills nothing where a period is below zero, and shows how far it is', async () => {
    const { customerId } = await sell()
    await shop.report('acme', 'tokens', '01-05', '-400')
    expect(await open(customerId)).toEqual(['0.00', '-400'])
  })

  it('takes back what a FINAL invoice billed, on the next one, down to nothing and no further', async () => {
    const { customerId } = await sell()
    await shop.report('acme', 'tokens', '01-05', '1500000')
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    await shop.report('acme', 'tokens', '01-06', '-700000')
    await shop.report('acme', 'tokens', '02-01', '900000')
    const bills = async () => {
      await server.must('POST', '/local/clock', { advance: 'P1M' })
      return shop.bills(customerId)
    }
    const late = 'Late usage of 2026-01-01 to 2026-01-31: tokens'
    expect((await bills()).at(-1)).toEqual({
      // 500,000 at 0.5 and 200,000 at 1 for a thousand.
      lines: [
        ['tokens', '900.00'],
        [late, '-450.00'],
      ],
      total: '450.00 USD',
    })
    await shop.report('acme', 'tokens', '01-07', '-2000000')
    await shop.report('acme', 'tokens', '03-01', '1000000')
    // 800,000 were left to take back; the rest of it costs nothing less.
    expect((await bills()).at(-1)).toEqual({
      lines: [
        ['tokens', '1000.00'],
        [late, '-800.00'],
      ],
      total: '200.00 USD',
    })
  })

  it('is refused where the value is counted in another way than as a sum', async () => {
    await sell()
    const { data } = await server.must('GET', '/v1/meter-value-calculations')
    const sum = data.find((one: { calculation_type: string }) => one.calculation_type === 'SUM')
    await server.must('POST', '/v1/meter-value-calculations', {
      reference: 'largest',
      calculation_type: 'MAX',
      meter_id: sum.meter_id,
      meter_value_id: sum.meter_value_id,
    })
    const refused = await server.call('POST', '/v1/ingest/meter-data', {
      reference: 'negative-largest',
      meter_reference: 'tokens',
      customer_reference: 'acme',
      meter_values: [{ reference: 'count', number: '-1' }],
    })
    expect([refused.status, refused.body.field]).toEqual([400, 'meter_values.0.number'])
    expect(refused.body.message).toContain('must be 0 or more; it is -1')
  })
})
