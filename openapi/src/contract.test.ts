import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileSchema, contract } from '../test/read-contract.ts'
import { effectiveSchema } from './effective-schema.ts'
import { follow, isNode, listOperations, type Node } from './open-api-document.ts'
import { insertOperationTable } from './render-operation-table.ts'

const operations = listOperations(contract).map((operation) => ({
  ...operation,
  name: String(operation.node['operationId']),
  route: `${operation.method.toUpperCase()} ${operation.path}`,
}))

const responsesOf = (node: Node) => Object.entries(isNode(node['responses']) ? node['responses'] : {})
const successOf = (node: Node) => {
  const [status, response] = responsesOf(node).find(([code]) => code.startsWith('2')) ?? ['', {}]
  return { status, response: follow(contract, response) }
}
const contentOf = (holder: Node) =>
  Object.entries(isNode(holder['content']) ? holder['content'] : {}) as [string, Node][]

/** Finds the faults in the example of each content of a request body or a response. */
function faultsOf(holder: Node): readonly unknown[] {
  return contentOf(holder).flatMap(([mediaType, content]): readonly unknown[] => {
    if (!('example' in content)) return [`${mediaType} has no example`]
    const validate = compileSchema(content['schema'])
    return validate(content['example']) ? [] : (validate.errors ?? [])
  })
}

describe('every operation', () => {
  it('has an operationId of its own that reads as a verb and a noun', () => {
    const names = operations.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]*)+$/.test(name))).toEqual([])
  })

  it.each(operations)(
    '$name has a summary, one tag, and examples that its own schemas accept',
    ({ node, method, path }) => {
      expect(path).toMatch(/^\/v1\//)
      expect(node['summary']).toMatch(/^[A-Z].*[^.]$/)
      expect(node['tags']).toHaveLength(1)

      const { response } = successOf(node)
      expect(contentOf(response)).toHaveLength(1)
      expect(faultsOf(response)).toEqual([])
      if (node['requestBody'] !== undefined) expect(faultsOf(follow(contract, node['requestBody']))).toEqual([])
      if (method === 'get' || method === 'delete') expect(node['requestBody']).toBeUndefined()
    },
  )

  it.each(operations)('$name answers failures with the one error body', ({ node }) => {
    const failures = responsesOf(node).filter(([status]) => !status.startsWith('2'))
    expect(failures.map(([status]) => status)).toEqual(
      expect.arrayContaining(['400', '401', '403', '429', '500', '503', 'default']),
    )
    for (const [, reference] of failures) {
      const response = follow(contract, reference)
      expect(contentOf(response).map(([, content]) => content['schema'])).toEqual([
        { $ref: '#/components/schemas/ApiError' },
      ])
      expect(faultsOf(response)).toEqual([])
    }
  })

  it('takes an Idempotency-Key exactly when it is a POST that does not ingest', () => {
    const taking = operations.filter(({ parameters }) => parameters.some((one) => one['name'] === 'Idempotency-Key'))
    const ingesting = new Set([
      'ingestMeterData',
      'ingestMeterDatas',
      'ingestEvent',
      'ingestEventList',
      'ingestEventBatch',
      'ingestPersistData',
    ])
    const expected = operations.filter(({ method, name }) => method === 'post' && !ingesting.has(name))
    expect(taking.map(({ name }) => name)).toEqual(expected.map(({ name }) => name))
  })

  it('may name a platform', () => {
    expect(operations.filter(({ parameters }) => !parameters.some((one) => one['name'] === 'x-platform-id'))).toEqual(
      [],
    )
  })
})

describe('success statuses', () => {
  // A collection is created with 201, anything that acts on what is there answers 200. These are the vendor's
  // exceptions.
  const okOnCollection = ['/v1/invoices', '/v1/pricing-plan-subscriptions/init', '/v1/webhooks/test-connection']
  const createdElsewhere = [
    ...['meter-data', 'meter-datas', 'persist-data'].map((name) => `/v1/ingest/${name}`),
    ...['ingest', 'ingest-list', 'ingest-batch', 'calculate'].map((name) => `/v1/events/${name}`),
    '/v1/invoices/charge-on-demand-pricing-items',
    ...['copy', 'migrate'].map((name) => `/v1/pricing-plan-schedules/{id}/${name}`),
  ]

  it.each(operations)('$route', ({ method, path, node }) => {
    const collection = path.split('/').length === 3
    const created =
      (method === 'post' && collection && !okOnCollection.includes(path)) || createdElsewhere.includes(path)
    const upserted = method === 'put' && collection
    expect(successOf(node).status).toBe((created && method === 'post') || upserted ? '201' : '200')
  })
})

describe('list wrappers', () => {
  const dataOnly = [
    ...['listMeters', 'listMeterValues', 'listMeterProperties', 'listMeterValueCalculations', 'listFeatures'],
    ...['listPricingPlanSchedules', 'listBillingEntities', 'listWebhookActions'],
  ]
  const lists = operations.filter(({ name }) => /^(list|search)/.test(name))
  const paging = ['page', 'limit', 'total_number_of_pages', 'links']

  it.each(lists)('$name wraps its entries as the vendor does', ({ name, node }) => {
    const [[, content] = ['', {}]] = contentOf(successOf(node).response)
    const schema = effectiveSchema(contract, content['schema'])
    expect([...schema.required]).toEqual(['data'])
    expect(Object.keys(schema.properties).toSorted()).toEqual(
      (dataOnly.includes(name) ? ['data'] : ['data', ...paging]).toSorted(),
    )
    expect([...effectiveSchema(contract, schema.properties['data']).types]).toEqual(['array'])
  })
})

describe('requests', () => {
  const unbounded: string[] = []
  const seen = new Set<unknown>()

  function collect(place: string, schema: unknown): void {
    const { node, types, properties, items, alternatives, values } = effectiveSchema(contract, schema)
    if (seen.has(node)) return
    seen.add(node)
    const bounded = values !== undefined || node['format'] === 'date-time'
    if (types.has('string') && !bounded && node['maxLength'] === undefined) unbounded.push(`${place} (string)`)
    if (types.has('array') && node['maxItems'] === undefined) unbounded.push(`${place} (array)`)
    for (const [name, property] of Object.entries(properties)) collect(`${place}.${name}`, property)
    if (items !== undefined) collect(`${place}[]`, items)
    for (const alternative of alternatives) collect(place, alternative)
  }

  it('bound every string and every array', () => {
    for (const { route, node, parameters } of operations) {
      for (const [, content] of contentOf(follow(contract, node['requestBody']))) collect(route, content['schema'])
      for (const parameter of parameters) collect(`${route} ${String(parameter['name'])}`, parameter['schema'])
    }
    expect(unbounded).toEqual([])
  })

  it.each<[string, string, unknown, boolean]>([
    ['a decimal string', 'Decimal', '-0.015', true],
    ['a JSON number', 'Decimal', 0.015, false],
    ['an exponent', 'Decimal', '1e3', false],
    ['a number without digits before the point', 'Decimal', '.5', false],
    ['an event', 'MeterDataCreateRequest', { reference: 'req_0123456789' }, true],
    ['an event without a reference', 'MeterDataCreateRequest', {}, false],
    ['a reference of 9 characters', 'MeterDataCreateRequest', { reference: '123456789' }, false],
    ['a reference of 257 characters', 'MeterDataCreateRequest', { reference: 'x'.repeat(257) }, false],
    [
      'a token count as a JSON number',
      'MeterDataCreateRequest',
      { reference: 'req_0123456789', meter_values: [{ number: 1 }] },
      false,
    ],
    [
      'an instant with milliseconds',
      'MeterDataCreateRequest',
      { reference: 'req_0123456789', timestamp: '2026-01-05T10:00:00.123Z' },
      true,
    ],
    [
      'an instant with an offset',
      'MeterDataCreateRequest',
      { reference: 'req_0123456789', timestamp: '2026-01-05T10:00:00+01:00' },
      true,
    ],
    [
      'an instant without an offset',
      'MeterDataCreateRequest',
      { reference: 'req_0123456789', timestamp: '2026-01-05T10:00:00' },
      false,
    ],
    ['a member that the contract does not know', 'MeterCreateRequest', { reference: 'a', colour: 'red' }, true],
    ['a meter reference with a space', 'MeterCreateRequest', { reference: 'a b' }, false],
    [
      '51 events in a batch',
      'EventBatchCreateRequest',
      { meter_datas: Array(51).fill({ reference: 'req_0123456789' }) },
      false,
    ],
    [
      '1,000 events in a list',
      'MeterDatasCreateRequest',
      { meter_datas: Array(1000).fill({ reference: 'req_0123456789' }) },
      true,
    ],
    ['conditions ten levels deep', 'MeterConditionExpression', nested(10), true],
    ['a wrong operator ten levels deep', 'MeterConditionExpression', nested(10, 'NAND'), false],
  ])('%s as %s', (_name, schema, given, want) => {
    expect(compileSchema({ $ref: `#/components/schemas/${schema}` })(given)).toBe(want)
  })

  function nested(levels: number, operator = 'OR'): unknown {
    return levels === 0 ? { operator } : { operator: 'AND', operands: [{ expression: nested(levels - 1, operator) }] }
  }
})

describe('the error body', () => {
  it('knows the 35 codes', () => {
    const { properties, required } = effectiveSchema(contract, { $ref: '#/components/schemas/ApiError' })
    expect(effectiveSchema(contract, properties['code']).values).toHaveLength(35)
    expect([...required]).toEqual(['type', 'code', 'message'])
  })
})

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

  it('lists every operation as it is in the contract', () => {
    expect(insertOperationTable(readme, contract)).toBe(readme)
    const rows = readme.split('\n').filter((line) => /^\| (GET|POST|PUT|PATCH|DELETE) +\|/.test(line))
    expect(rows).toHaveLength(operations.length)
  })
})
