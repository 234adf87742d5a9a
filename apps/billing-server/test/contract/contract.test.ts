import { type BillingClient, createBillingClient, type Schema } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '../test-engines.ts'
import { apiKey, TestServer } from '../test-server.ts'
import {
  type DocumentedOperation,
  documentedOperation,
  documentedOperations,
  type OperationId,
  operationOf,
} from './contract-document.ts'
import { contractResources } from './contract-resources.ts'
import type { ContractRow } from './contract-row.ts'
import { ContractWorld, type SharedWorld } from './contract-world.ts'
import { type Exchange, judgeAnswer } from './judge-answer.ts'

const rowsOf = (rows: object): [OperationId, ContractRow][] => Object.entries(rows) as [OperationId, ContractRow][]
const tested = contractResources.flatMap(({ rows }) => rowsOf(rows).map(([id]) => id))

/** An id and reference that nothing has. */
const NOTHING = 'nothing_00000000000000000000'

/** The answer to a call that is known only at run time. */
interface Said {
  readonly status: number
  readonly data?: unknown
  readonly error?: unknown
}

describe.each(testEngines)('the contract on $name', (engine) => {
  let server: TestServer
  let client: BillingClient
  let exchanges: Exchange[] = []
  const shared: SharedWorld = {}

  /** Keeps what is said, so that every answer is judged, those to the preparations too. */
  const recordingFetch = async (url: string, init: { readonly method: string }): Promise<Response> => {
    const response = await fetch(url, init)
    const operation = operationOf(init.method, new URL(url).pathname)
    if (operation === undefined) throw new Error(`${init.method} ${url} is not in the contract`)
    const text = await response.clone().text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    const body: unknown = isJson ? JSON.parse(text) : text
    exchanges.push({ operation, status: response.status, headers: response.headers, body })
    return response
  }

  beforeAll(async () => {
    // A response that the server itself finds faulty is a 500; its log then says why.
    server = await TestServer.start(engine, { logLevel: 'error' })
    client = createBillingClient({ apiKey, baseUrl: server.server.url, fetch: recordingFetch, maxAttempts: 1 })
  })
  afterAll(() => server.stop())

  /** Runs the work; returns what was said during it, after every answer of it was found to fit the contract. */
  const judged = async (work: () => Promise<void>): Promise<readonly Exchange[]> => {
    exchanges = []
    await work()
    expect(exchanges.flatMap(judgeAnswer)).toEqual([])
    return exchanges
  }

  /** Calls an operation that is known only at run time: its path filled, its body from the document's example. */
  const call = async (
    { method, path, pathParameters, exampleBody: body }: DocumentedOperation,
    id: string,
    { query = {}, caller = client }: { readonly query?: object; readonly caller?: BillingClient } = {},
  ): Promise<Said> => {
    // The client checks nothing at run time that its types check; here only the document can tell what fits.
    const send = caller[method] as (
      path: string,
      options: object,
    ) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>
    const params = { query, path: Object.fromEntries(pathParameters.map((name) => [name, id])) }
    const { data, error, response } = await send(path, { params, ...(body === undefined ? {} : { body }) })
    return { status: response.status, data, error }
  }

  describe.each(contractResources)('$name', ({ type, rows }) => {
    it.each(rowsOf(rows).map(([id, [does, scenario]]) => ({ id, does, scenario })))(
      '$id $does',
      async ({ id, scenario }) => {
        const said = await judged(() => scenario(new ContractWorld(client, server.server.url, id, shared)))
        const statuses = said.filter(({ operation }) => operation.id === id).map(({ status }) => status)
        expect(statuses, `${id} was called with success`).toContain(documentedOperation(id).successStatus)
      },
    )

    const byId = rowsOf(rows).map(([id]) => documentedOperation(id))
    it.each(byId.filter(({ pathParameters }) => pathParameters.length > 0))(
      '$id answers 404 for something that is not there',
      async (operation) => {
        await judged(async () => {
          expect(await call(operation, NOTHING)).toMatchObject({
            status: 404,
            error: {
              type: 'INVALID_REQUEST',
              code: 'RESOURCE_NOT_FOUND',
              message: expect.stringContaining(type ?? 'could not be found'),
              ...(type === undefined ? {} : { resource_type: type }),
              resource_id: NOTHING,
            },
          })
        })
      },
    )
  })

  const lists = tested
    .filter((id) => id !== 'listWebhookActions') // One entry for each kind of resource: the server gives the whole list.
    .map(documentedOperation)
    .filter(({ queryParameters: query, pathParameters: path }) => query.includes('page') && path.length === 0)
  it.each(lists)('$id gives no more than was asked for, and refuses pages that cannot be', async (operation) => {
    await judged(async () => {
      const { data } = await call({ ...operation, exampleBody: operation.exampleBody && {} }, '', {
        query: { page: 1, limit: 1 },
      })
      const page = data as Partial<Schema<'CustomerResponseWrapper'>>
      expect(page.data?.length).toBeLessThanOrEqual(1)
      // A list that answers nothing but its data has no place for the rest.
      if ('page' in page) expect(page).toMatchObject({ page: 1, limit: 1, links: { previous: null } })
      for (const query of [{ page: 0 }, { limit: 0 }, { limit: 101 }]) {
        const refused = { status: 400, error: { code: 'INVALID_FIELD', field: Object.keys(query)[0] } }
        expect(await call(operation, '', { query })).toMatchObject(refused)
      }
    })
  })

  it('answers 401 to a caller with another key, whatever the operation', async () => {
    const caller = createBillingClient({
      apiKey: `${apiKey}-of-another`,
      baseUrl: server.server.url,
      fetch: recordingFetch,
      maxAttempts: 1,
    })
    await judged(async () => {
      for (const operation of documentedOperations) {
        const refused = { status: 401, error: { type: 'INVALID_REQUEST', code: 'UNAUTHORISED' } }
        expect(await call(operation, NOTHING, { caller }), operation.id).toMatchObject(refused)
      }
    })
  })

  it('has one scenario for every operation of the contract', () => {
    expect(tested.toSorted()).toEqual(documentedOperations.map(({ id }) => id).toSorted())
  })
})
