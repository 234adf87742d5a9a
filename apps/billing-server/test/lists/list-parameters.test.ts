import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHandlers } from '../../src/billing-server.ts'
import { type ContractOperation, contractOperations } from '../../src/http/contract.ts'
import { membersOf } from '../../src/http/contract-members.ts'
import { testEngines } from '../test-engines.ts'
import { type Answer, TestServer } from '../test-server.ts'
import { parameterRows } from './list-parameter-rows.ts'
import { type ListWorld, makeListWorld } from './list-world.ts'

const answered = new Set(Object.keys(createHandlers({} as never, {} as never)))
const isList = ({ successSchema }: ContractOperation): boolean =>
  successSchema !== undefined && 'data' in (membersOf(successSchema) ?? {})

const lists = contractOperations.filter((operation) => answered.has(operation.id) && isList(operation))
const rows = lists.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => ({ id: operation.id, name, operation })),
)

type Query = Readonly<Record<string, string>>

describe.each(testEngines)('every parameter of every list, on $name', (engine) => {
  let server: TestServer
  let world: ListWorld
  /** The whole list, without any parameter but the longest page. */
  const whole = new Map<string, Promise<Answer>>()

  beforeAll(async () => {
    server = await TestServer.start(engine, {
      webhookHosts: ['hooks.example'],
      fetch: () => Promise.reject(new Error('no network')),
    })
    world = await makeListWorld(server)
  })
  afterAll(() => server.stop())

  const call = (operation: ContractOperation, query: Query): Promise<Answer> => {
    const path = operation.segments.map((piece) => (piece === '{id}' ? world.bulkActionId : piece)).join('/')
    const search = new URLSearchParams(query).toString()
    return server.call(operation.method.toUpperCase(), `/${path}?${search}`, operation.body && {})
  }
  const full = (operation: ContractOperation): Promise<Answer> => {
    const hasPages = operation.parameters.some(({ name }) => name === 'limit')
    const known = whole.get(operation.id) ?? call(operation, hasPages ? { limit: '100' } : {})
    whole.set(operation.id, known)
    return known
  }

  it.each(rows)('$id takes $name, or refuses it', async ({ operation, name }) => {
    const row = parameterRows(operation.id, name)
    expect(row, `test/lists/list-parameter-rows.ts has no row for ${name} of ${operation.id}`).toBeDefined()
    const all = await full(operation)
    expect(all.status, JSON.stringify(all.body)).toBe(200)
    expect(all.body.data.length, 'too little to tell').toBeGreaterThan(1)
    await row?.({ all: all.body.data, world, call: (query) => call(operation, query) })
  })

  it.each(lists)('the links of $id lead to the same list', async (operation) => {
    const rest = operation.parameters.filter((one) => one.in === 'query' && one.name === 'order_direction')
    if (!operation.parameters.some(({ name }) => name === 'page')) {
      expect((await full(operation)).body).toSatisfy(
        ({ links }: Answer['body']) => links === undefined || (links.next === null && links.previous === null),
      )
      return
    }
    const { body } = await call(operation, { limit: '1', ...(rest.length > 0 && { order_direction: 'asc' }) })
    // Lists of data alone have no links.
    if (body.links === undefined) {
      expect(Object.keys(body)).toEqual(['data'])
      return
    }
    const next = await server.call(operation.method.toUpperCase(), body.links.next, operation.body && {})
    expect(next.status).toBe(200)
    const second = await call(operation, { page: '2', limit: '1', ...(rest.length > 0 && { order_direction: 'asc' }) })
    expect(next.body.data).toEqual(second.body.data)
    const back = await server.call(operation.method.toUpperCase(), next.body.links.previous, operation.body && {})
    expect(back.body.data).toEqual(body.data)
    expect(back.body.links.first).toContain(rest.length > 0 ? 'order_direction=asc' : 'limit=1')
  })
})
