import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

describe.each(testEngines)('meters, values and properties under another name, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  const start = Date.parse('2026-01-20T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const report = (reference: string, tokens: string, overrides = {}) =>
    server.must(
      'POST',
      '/v1/ingest/meter-data',
      completionEvent(reference, tokens, { timestamp: '2026-01-10T00:00:00Z', ...overrides }),
    )
  const ofModel = (property: string, value: string) => ({ meter_properties: [{ reference: property, value }] })
  const rename = async (path: string, reference: string) =>
    (await server.must('PATCH', path, { reference })) as { id: string }
  const bill = async () =>
    (await linesOf(server, guide.customerId)).lines.map((line) => [
      (line as unknown as { description: string }).description,
      line.meter_value.number,
      line.amount_excluding_tax.quantity,
    ])

  it('add up what was used before and after, under the same rules', async () => {
    await report('before-the-rename-1', '1000')
    await report('before-the-rename-2', '3000', ofModel('model_id', 'gpt-4o-mini'))
    await report('before-the-rename-3', '500', ofModel('model_id', 'unlisted'))
    const before = await bill()
    expect(before).toEqual([
      ['completion_tokens: model_id gpt-4o', '1000', '0.02'],
      ['completion_tokens: model_id gpt-4o-mini', '3000', '0.00'],
      ['completion_tokens', '500', '0.00'],
    ])
    const { id } = await rename('/v1/meter-properties/model_id', 'model')
    const shown = (lines: unknown[][]) =>
      lines.map(([name, ...rest]) => [String(name).replace('model_id', 'model'), ...rest])
    expect(await bill()).toEqual(shown(before))
    await report('after-the-rename-1', '2000', ofModel('model', 'gpt-4o'))
    await report('after-the-rename-2', '1', { meter_properties: [{ id, value: 'unlisted' }] })
    expect(await bill()).toEqual([
      ['completion_tokens: model gpt-4o', '3000', '0.04'],
      ['completion_tokens: model gpt-4o-mini', '3000', '0.00'],
      ['completion_tokens: model', '501', '0.01'].map((text) => text.replace(': model', '')),
    ])
    // Another one may have the name that is free now: it is another property.
    await server.must('POST', '/v1/meter-properties', {
      reference: 'model_id',
      name: 'x',
      type: 'STRING',
      status: 'ACTIVE',
    })
    await server.must('PATCH', '/v1/meters/completion_tokens', {
      meter_properties: [{ id, required: true }, { reference: 'model_id' }],
    })
    await report('carries-both', '100', {
      meter_properties: [
        { reference: 'model_id', value: 'gpt-4o-mini' },
        { reference: 'model', value: 'gpt-4o' },
      ],
    })
    expect((await bill())[0]?.[1]).toBe('3100')
    const totals = await server.server.database.query<{ count: number }>(
      'select count(*) as count from usage_totals',
      [],
    )
    expect(totals[0]?.count).toBe(4)
  })

  it('show the new name wherever they stand', async () => {
    const item = `/v1/product-items/completion_tokens_item`
    const condition = { comparator: 'NOT_EMPTY' }
    const expression = { operator: 'OR', operands: [{ meter_property: { reference: 'model_id', ...condition } }] }
    await server.must('PATCH', item, { usage_based: { conditions: { expression } } })
    await rename('/v1/meter-properties/model_id', 'model')
    await rename('/v1/meter-values/token_count', 'tokens')
    await rename('/v1/meters/completion_tokens', 'completion')
    const meter = await server.must('GET', '/v1/meters/completion')
    expect([meter.meter_values[0].reference, meter.meter_properties[0].reference]).toEqual(['tokens', 'model'])
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    expect(JSON.stringify(version)).not.toContain('model_id')
    expect(version.pricing_categories[0].pricings[0].items[0].configs[0].conditions.meter_properties).toMatchObject([
      { reference: 'model', value: 'gpt-4o' },
    ])
    const { usage_based: usage } = await server.must('GET', item)
    expect(usage.conditions.expression.operands[0].meter_property.reference).toBe('model')
    // Sending the sold version again as it is changes nothing.
    const { status, body } = await server.call('PUT', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      version: version.version,
      status: 'ACTIVE',
      pricing_categories: version.pricing_categories,
    })
    expect([status, body.id]).toEqual([201, guide.versionId])
  })

  it('keep conditions that were written in an expression, by reference', async () => {
    const of = (reference: string) => ({
      operator: 'AND',
      operands: [
        {
          expression: {
            operator: 'OR',
            operands: [{ meter_property: { reference, comparator: 'EQUALS', value: 'gpt-4o' } }],
          },
        },
      ],
    })
    const item = '/v1/product-items/completion_tokens_item'
    await server.must('PATCH', item, { usage_based: { conditions: { expression: of('model_id') } } })
    await report('counts-for-the-item', '100000')
    await report('does-not-count-for-it', '100000', ofModel('model_id', 'gpt-4o-mini'))
    await rename('/v1/meter-properties/model_id', 'model')
    expect(await bill()).toEqual([['completion_tokens: model gpt-4o', '100000', '1.50']])
    const answer = await server.call('PATCH', item, { usage_based: { conditions: { expression: of('nowhere') } } })
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([
      400,
      'RESOURCES_NOT_FOUND',
      'usage_based.conditions.expression.operands.0.expression.operands.0.meter_property.reference',
    ])
    let deep: object = of('model')
    for (let depth = 0; depth < 20; depth += 1) deep = { operator: 'AND', operands: [{ expression: deep }] }
    const nested = await server.call('PATCH', item, { usage_based: { conditions: { expression: deep } } })
    expect([nested.status, nested.body.code]).toEqual([400, 'INVALID_FIELD'])
  })

  it('take events away, trace them, add them up anew and compare them as before', async () => {
    const event = await report('is-deleted-later', '7000')
    await report('stays-there', '2000')
    const { id } = await rename('/v1/meter-properties/model_id', 'model')
    await rename('/v1/meter-values/token_count', 'tokens')
    const { links } = await server.must('GET', `/v1/ingest/meter-data/${event.id}/event_trace`)
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    expect(links).toMatchObject([
      { pricing_item_config_id: version.pricing_categories[0].pricings[0].items[0].configs[0].id },
    ])
    await server.must('POST', `/v1/events/${event.id}/delete`)
    expect((await bill())[0]?.slice(1)).toEqual(['2000', '0.03'])
    // The largest and smallest of what is left were looked up anew, from events under the old name.
    const extremes = 'select min::text as min, max::text as max from usage_totals'
    expect(await server.server.database.query(extremes, [])).toEqual([{ min: '2000', max: '2000' }])
    await server.must('POST', '/v1/reprocess', { type: 'INVOICE', invoice: { invoice_id: links[0].invoice_id } })
    expect((await bill())[0]?.slice(1)).toEqual(['2000', '0.03'])
    const question = { from: '2026-01-01', to: '2026-02-01', pricing_plan_version_id: guide.versionId }
    for (const usage of ['totals', 'events']) {
      const { totals } = await server.must('POST', '/operator/what-if', { ...question, usage })
      expect(totals, usage).toMatchObject([{ before: { quantity: '0.03' }, after: { quantity: '0.03' } }])
    }
    // The same report again, under the new names: a repetition, no conflict.
    const again = {
      meter_values: [{ reference: 'tokens', number: '2000' }],
      meter_properties: [{ id, value: 'gpt-4o' }],
    }
    expect((await report('stays-there', '0', again)).processed_details.type).toBe('DUPLICATE')
    expect((await server.must('GET', '/operator/conflicts')).data).toEqual([])
    const other = { ...again, meter_properties: [{ id, value: 'gpt-4o-mini' }] }
    await report('stays-there', '0', other)
    expect((await server.must('GET', '/operator/conflicts')).data).toHaveLength(1)
    const unlink = await server.call('PATCH', '/v1/meters/completion_tokens', { meter_properties: [] })
    expect([unlink.status, unlink.body.field]).toEqual([400, 'meter_properties'])
  })
})
