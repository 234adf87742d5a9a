import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const LIMIT = 5

describe.each(testEngines)('different property values on $name', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await TestServer.start(engine, { propertyValuesLimit: LIMIT })
    await followGuide(server)
  })
  afterAll(() => server.stop())

  const report = (model: string) =>
    server.must('POST', '/v1/ingest/meter-data', {
      ...completionEvent(`reference-of-${model}`, '10'),
      meter_properties: [{ reference: 'model_id', value: model }],
    })

  it('are reported when there are more than the limit, and billed all the same', async () => {
    for (let count = 0; count < LIMIT; count += 1) await report(`model-${count}`)
    expect(await server.must('GET', '/operator/property-values')).toEqual({ limit: LIMIT, data: [] })
    await report('one-more')
    const { data } = await server.must('GET', '/operator/property-values')
    expect(data).toEqual([
      expect.objectContaining({
        customer_reference: 'acme-corp',
        meter_reference: 'completion_tokens',
        count: LIMIT + 1,
      }),
    ])
    const { data: invoices } = await server.must('GET', '/v1/invoices?include_lines=true')
    const lines = invoices[0].periods[0].groups.flatMap((group: { lines: unknown[] }) => group.lines)
    const tokens = lines.map((line: { meter_value?: { number: string } }) => Number(line.meter_value?.number ?? 0))
    expect(tokens.reduce((sum: number, one: number) => sum + one, 0)).toBe(10 * (LIMIT + 1))
  })
})
