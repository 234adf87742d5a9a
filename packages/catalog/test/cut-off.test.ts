import { type BillingClient, createBillingClient } from '@tallygate/client'
import { type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apply, CatalogApplyError, defineCatalog, plan } from '../src/index.ts'
import { catalogContents } from './catalog-contents.ts'
import { clientUntil } from './client-until.ts'
import { renamed } from './renamed-catalog.ts'

let server: RunningBillingServer
let client: BillingClient

beforeAll(async () => {
  server = await startBillingServer()
  client = createBillingClient({ baseUrl: server.url, apiKey: server.apiKey })
})

afterAll(() => server.stop())

/** One of each kind, so that each kind of request is cut off, and each of them once. */
const small = defineCatalog({
  meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  features: { budget: { type: 'NUMBER' }, models: { type: 'ENUM', values: ['large', 'small'] } },
  productCategories: { llm: { name: 'AI' } },
  products: {
    agent: {
      name: 'Agent',
      category: 'llm',
      items: { tokens_item: { name: 'Tokens', calculation: 'tokens_sum' } },
    },
  },
  plans: {
    basic: {
      name: 'Basic',
      currency: 'USD',
      pricings: {
        agent: {
          rates: { tokens_item: { by: 'model_id', per: 1000, prices: { large: '0.02' }, default: '0.01' } },
          entitlements: { budget: 1000, models: ['large', 'small'] },
        },
      },
    },
  },
})

/** Everything that has to be done for it, and so everything that can be cut off. */
const STEPS = [
  'activate product agent',
  'create calculation tokens_sum',
  'create feature budget',
  'create feature models',
  'create meter property model_id',
  'create meter tokens',
  'create meter value token_count',
  'create plan basic',
  'create plan version basic',
  'create product agent',
  'create product category llm',
  'create product item tokens_item',
  'update meter tokens',
]

describe('applying a catalog that is cut off', () => {
  test('after any request is completed by the next run, to the same end', async () => {
    await apply(client, renamed(small, '-whole'))
    const want = await catalogContents(client, '-whole')
    const cutOff = new Set<string>()
    for (let last = 1; ; last += 1) {
      const suffix = `-cut${last}`
      const catalog = renamed(small, suffix)
      const failure = await apply(clientUntil(server, last), catalog).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (failure === undefined) break
      if (CatalogApplyError.isInstance(failure)) {
        const { action, kind, reference } = failure.change
        cutOff.add(`${action} ${kind} ${reference.replace(suffix, '')}`)
        expect(failure.message).toContain(
          `${failure.applied.length} changes were made before it; applying again continues`,
        )
      }
      await apply(client, catalog)
      expect(await plan(client, catalog), suffix).toEqual([])
      expect(await catalogContents(client, suffix), suffix).toBe(want)
    }
    expect([...cutOff].sort()).toEqual(STEPS)
  })

  test('two runs at once make nothing twice', async () => {
    await apply(client, renamed(small, '-alone'))
    const catalog = renamed(small, '-both')
    await Promise.all([apply(client, catalog), apply(client, catalog)])
    expect(await plan(client, catalog)).toEqual([])
    expect(withoutVersions(await catalogContents(client, '-both'))).toEqual(
      withoutVersions(await catalogContents(client, '-alone')),
    )
  })
})

/** The API gives a version no reference, so two runs at once may each make one; they say the same. */
function withoutVersions(contents: string): readonly unknown[] {
  const resources = JSON.parse(contents) as { object_type: string; pricing_plan_version_infos?: unknown }[]
  return resources
    .filter(({ object_type: type }) => type !== 'PRICING_PLAN_VERSION')
    .map((resource) => ({ ...resource, pricing_plan_version_infos: undefined }))
}
