import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide } from '../../../test/guide.ts'
import { testEngines } from '../../../test/test-engines.ts'
import { completionEvent, TestServer } from '../../../test/test-server.ts'
import { MIGRATIONS_FOLDER } from '../migrate.ts'

const MIGRATION = readFileSync(new URL('0009-totals-by-property-id.sql', MIGRATIONS_FOLDER), 'utf8')

describe.each(testEngines)('the migration to totals by the id of properties, on $name', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  it('makes of the events the very totals that the server keeps, key by key', async () => {
    const { customerId } = await followGuide(server)
    await server.must('POST', '/v1/meter-properties', { reference: 'note', name: 'Note', type: 'STRING' })
    await server.must('PATCH', '/v1/meters/completion_tokens', {
      meter_properties: [{ reference: 'note' }, { reference: 'model_id' }],
    })
    const texts = [
      'plain',
      'quote " and \\ and /',
      'line\nand tab\tand \u0001 and \u007f',
      'ä€😀\u2028',
      'x'.repeat(200),
      '😀'.repeat(25),
    ]
    for (const [index, text] of texts.entries()) {
      const properties = [
        { reference: 'model_id', value: text },
        { reference: 'note', value: 'n' },
      ]
      const numbers = [{ reference: 'token_count', ...(index % 2 === 0 ? { number: '1.50' } : { count: '7' }) }]
      const overrides = {
        meter_properties: index % 2 === 0 ? properties : properties.slice(0, 1),
        meter_values: numbers,
      }
      await server.must('POST', '/v1/ingest/meter-data', completionEvent(`event-of-text-${index}`, '0', overrides))
      await server.must('POST', '/v1/ingest/meter-data', completionEvent(`event-of-model-${index}`, String(index)))
    }
    await server.must('POST', '/v1/meters', { reference: 'without_values', status: 'ACTIVE' })
    await server.must('POST', '/v1/ingest/meter-data', {
      reference: 'counts-nowhere',
      customer_id: customerId,
      meter_reference: 'without_values',
    })
    await server.must('POST', '/v1/events/delete', { reference: 'event-of-model-3' })

    const { database } = server.server
    const totals = () =>
      database.query(
        `select schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties, trim_scale(sum)::text as sum,
          count, trim_scale(min)::text as min, trim_scale(max)::text as max from usage_totals order by properties_key, meter_id`,
        [],
      )
    const kept = await totals()
    expect(kept).toHaveLength(7)
    // As they were kept before: under the references.
    await database.query(
      `update usage_totals set properties = '{"model_id": "x"}', properties_key = properties_key || 'x'`,
      [],
    )
    await database.transaction((transaction) => transaction.query(MIGRATION))
    expect(await totals()).toEqual(kept)
  })

  it('gives conditions that name a property by its reference alone its id', async () => {
    const { database } = server.server
    const condition = { reference: 'model_id', comparator: 'EQUALS', value: 'x' }
    const expression = { operator: 'OR', operands: [{ meter_property: condition }, { expression: null }] }
    const conditions = { expression, meter_properties: [{ ...condition, reference: 'unknown' }, []] }
    const set = `update product_items set body = jsonb_set(body, '{usage_based,conditions}', $1::jsonb) where reference = 'completion_tokens_item'`
    await database.query(set, [JSON.stringify(conditions)])
    await database.transaction((transaction) => transaction.query(MIGRATION))
    const { id } = await server.must('GET', '/v1/meter-properties/model_id')
    const stored = "select body -> 'usage_based' -> 'conditions' as conditions from product_items where reference = $1"
    const [item] = await database.query<{ conditions: unknown }>(stored, ['completion_tokens_item'])
    expect(item?.conditions).toEqual({
      expression: { operator: 'OR', operands: [{ meter_property: { ...condition, id } }, { expression: null }] },
      meter_properties: [{ ...condition, reference: 'unknown' }, []],
    })
  })
})
