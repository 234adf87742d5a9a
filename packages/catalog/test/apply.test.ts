import { randomUUID } from 'node:crypto'
import { type BillingClient, createBillingClient, type Schema, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { demoCatalog } from '../src/demo/index.ts'
import { apply, type Catalog, type CatalogChange, CatalogConflictError, plan } from '../src/index.ts'
import { catalogContents } from './catalog-contents.ts'
import { type DraftCatalog, renamed } from './renamed-catalog.ts'

let server: RunningBillingServer
let client: BillingClient

beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ baseUrl: server.url, apiKey: server.apiKey })
})

afterAll(() => server.stop())

/** The end of this test's references: tests share the server, and nothing else. */
let suffix: string
let demo: Catalog

beforeEach(() => {
  suffix = `-${randomUUID().slice(0, 8)}`
  demo = renamed(demoCatalog, suffix)
})

/** The demo catalog of this test with something changed. */
function changed(change: (catalog: DraftCatalog) => void): Catalog {
  return renamed(demoCatalog, suffix, change)
}

/** Without the suffix of this test. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(suffix, '')) as Value
}

const steps = (changes: readonly CatalogChange[]) =>
  plain(changes.map(({ action, kind, reference }) => `${action} ${kind} ${reference}`))

describe('the demo catalog on an empty billing server', () => {
  test('is made in the order of the guide', async () => {
    const planned = await plan(client, demo)
    const applied = await apply(client, demo)
    expect(applied).toEqual(planned)
    expect(steps(applied)).toEqual([
      'create meter prompt_tokens',
      'create meter completion_tokens',
      'create meter value token_count',
      'create meter property model_id',
      'create meter property usage_source',
      'update meter prompt_tokens',
      'update meter completion_tokens',
      'create calculation prompt_tokens_sum',
      'create calculation completion_tokens_sum',
      'create feature monthly_token_budget',
      'create feature available_models',
      'create feature priority_queue',
      'create feature requests_per_minute',
      'create feature monthly_spend_limit',
      'create credit type ai_credit',
      'create wallet type ai_credits',
      'activate credit type ai_credit',
      'activate wallet type ai_credits',
      'create product category ai',
      'create product ai_agent',
      'create product ai_team_agent',
      'create product prepaid_credits',
      'create product item prompt_tokens_item',
      'create product item completion_tokens_item',
      'create product item team_prompt_tokens_item',
      'create product item team_completion_tokens_item',
      'create product item monthly_credits',
      'activate product ai_agent',
      'activate product ai_team_agent',
      'activate product prepaid_credits',
      'create plan free',
      'create plan starter',
      'create plan pro',
      'create plan team',
      'create plan prepaid',
      'create plan version free',
      'create plan version starter',
      'create plan version pro',
      'create plan version team',
      'create plan version prepaid',
    ])
  })

  test('planning changes nothing', async () => {
    await plan(client, demo)
    expect(await catalogContents(client, suffix)).toBe('[]')
  })

  test('applied again it changes nothing', async () => {
    await apply(client, demo)
    expect(await plan(client, demo)).toEqual([])
    expect(await apply(client, demo)).toEqual([])
  })

  test('a server that answers with more than it was sent changes nothing of that', async () => {
    const talkative = createBillingClient({
      baseUrl: server.url,
      apiKey: server.apiKey,
      fetch: async (...request) => {
        const { status, headers, ...response } = await fetch(...request).then(async (answer) => ({
          status: answer.status,
          headers: answer.headers,
          body: (await answer.json()) as unknown,
        }))
        return Response.json(withNulls(response.body), { status, headers: withoutLength(headers) })
      },
    })
    await apply(talkative, demo)
    expect(await plan(talkative, demo)).toEqual([])
    expect(await plan(client, demo)).toEqual([])
  })

  test('a server that keeps another price than it was sent is found out at once', async () => {
    const forgetful = createBillingClient({
      baseUrl: server.url,
      apiKey: server.apiKey,
      fetch: async (...request) => {
        const answer = await fetch(...request)
        const text = (await answer.text()).replaceAll('"quantity":"0.015"', '"quantity":"0.02"')
        return new Response(text, { status: answer.status, headers: withoutLength(answer.headers) })
      },
    })
    await expect(apply(forgetful, demo)).rejects.toThrow('another content than it was sent: pricings.ai_agent-')
    await expect(apply(forgetful, demo)).rejects.toThrow('is "0.02 USD per 1000", and "0.015 USD per 1000" was sent')
  })

  test('reports each change as it is made', async () => {
    const reported: CatalogChange[] = []
    const applied = await apply(client, demo, { onChange: (change) => reported.push(change) })
    expect(reported).toEqual(applied)
  })
})

/** The same with what other servers of this API may add to an object: absent members as null, empty lists, a time. */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, withNulls(member)])
  const added = { description: null, custom_fields: [], linked_integrations: null, created_at: '2026-01-01T00:00:00Z' }
  return { ...added, ...Object.fromEntries(members) }
}

function withoutLength(headers: Headers): Headers {
  const kept = new Headers(headers)
  kept.delete('content-length')
  return kept
}

async function versionsOf(reference: string): Promise<Schema<'PricingPlanVersion'>[]> {
  const found = await unwrap(
    client.GET('/v1/pricing-plans/{idOrRef}', { params: { path: { idOrRef: reference + suffix } } }),
  )
  const infos = found.pricing_plan_version_infos ?? []
  return Promise.all(
    infos.map(({ id = '' }) => unwrap(client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } }))),
  )
}

describe('a catalog that changed', () => {
  beforeEach(async () => {
    await apply(client, demo)
  })

  test('a new price makes the next version of that plan alone, and leaves the ACTIVE one as it was', async () => {
    const [before] = await versionsOf('pro')
    const dearer = changed(({ plans }) => {
      const rates = plans['pro']?.pricings['ai_agent']?.rates['completion_tokens_item']
      if (rates && 'by' in rates) rates.prices['gpt-4o'] = '0.016'
    })
    const changes = await apply(client, dearer)
    expect(plain(changes)).toEqual([
      {
        action: 'create',
        kind: 'plan version',
        reference: 'pro',
        differences: [
          {
            path: 'pricings.ai_agent.rates.completion_tokens_item.model_id = "gpt-4o".price',
            from: '0.015 USD per 1000',
            to: '0.016 USD per 1000',
          },
        ],
      },
    ])
    const [first, second, ...others] = await versionsOf('pro')
    expect(others).toEqual([])
    expect(first).toEqual(before)
    expect(second).toMatchObject({ version: 2, status: 'ACTIVE' })
    expect(await plan(client, dearer)).toEqual([])
  })

  test('back to the old price is a third version', async () => {
    const dearer = changed(({ plans }) => {
      const granted = plans['pro']?.pricings['ai_agent']?.entitlements
      if (granted) granted['requests_per_minute'] = 700
    })
    await apply(client, dearer)
    expect(steps(await apply(client, demo))).toEqual(['create plan version pro'])
    expect((await versionsOf('pro')).map(({ version }) => version)).toEqual([1, 2, 3])
  })

  test('a name changes in place', async () => {
    const renamedParts = changed(({ features, meters, plans }) => {
      const [feature, meter, pro] = [features['priority_queue'], meters['prompt_tokens'], plans['pro']]
      if (feature) feature.name = 'First in line'
      if (meter) meter.name = 'Tokens in'
      if (pro) pro.name = 'Professional'
    })
    expect(plain(await apply(client, renamedParts))).toEqual([
      {
        action: 'update',
        kind: 'meter',
        reference: 'prompt_tokens',
        differences: [{ path: 'name', from: 'Prompt Tokens', to: 'Tokens in' }],
      },
      {
        action: 'update',
        kind: 'feature',
        reference: 'priority_queue',
        differences: [{ path: 'name', from: 'Priority queue', to: 'First in line' }],
      },
      {
        action: 'update',
        kind: 'plan',
        reference: 'pro',
        differences: [{ path: 'name', from: 'Pro', to: 'Professional' }],
      },
    ])
    expect(await plan(client, renamedParts)).toEqual([])
    // And what the update did not name is as it was.
    expect(steps(await plan(client, demo))).toHaveLength(3)
  })

  test('a model is added to the feature before the version that grants it', async () => {
    const more = changed(({ features, plans }) => {
      features['available_models']?.values?.push('gpt-5')
      const models = plans['pro']?.pricings['ai_agent']?.entitlements?.['available_models']
      if (Array.isArray(models)) models.push('gpt-5')
    })
    expect(steps(await apply(client, more))).toEqual(['update feature available_models', 'create plan version pro'])
    expect(await plan(client, more)).toEqual([])
  })

  test('values that the catalog no longer names stay', async () => {
    const fewer = changed(({ features }) => {
      const models = features['available_models']
      if (models) models.values = ['gpt-4o-mini', 'gpt-4o', 'claude-3-5-sonnet', 'claude-3-5-haiku']
    })
    expect(await plan(client, fewer)).toEqual([])
  })

  test('a new item of an ACTIVE product is activated by itself, and then priced', async () => {
    const more = changed(({ products, plans }) => {
      const items = products['ai_agent']?.items
      if (items) items['base_fee'] = { name: 'Base fee', model: 'RECURRING' }
      const rates = plans['pro']?.pricings['ai_agent']?.rates
      if (rates) rates['base_fee'] = { type: 'FIXED', price: '20' }
    })
    expect(steps(await apply(client, more))).toEqual([
      'create product item base_fee',
      'activate product item base_fee',
      'create plan version pro',
    ])
    expect(await plan(client, more)).toEqual([])
  })

  test('what the catalog no longer names is left alone', async () => {
    const fewer = changed(({ plans }) => {
      delete plans['pro']
    })
    expect(await apply(client, fewer)).toEqual([])
    expect(await versionsOf('pro')).toHaveLength(1)
  })

  test('a DRAFT version like the catalog is activated, not made again', async () => {
    const dearer = changed(({ plans }) => {
      const granted = plans['pro']?.pricings['ai_agent']?.entitlements
      if (granted) granted['requests_per_minute'] = 700
    })
    await apply(client, dearer)
    const { id: _id, status: _status, version: _version, ...tree } = (await versionsOf('pro'))[0] ?? {}
    const body = { ...tree, pricing_plan_id: tree.pricing_plan_id ?? '' } as Schema<'PricingPlanVersionCreateRequest'>
    await unwrap(client.POST('/v1/pricing-plan-versions', { body }))
    expect(steps(await apply(client, demo))).toEqual(['activate plan version pro'])
    expect(await plan(client, demo)).toEqual([])
    expect((await versionsOf('pro')).map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE'])
  })

  test('a DRAFT of somebody else stays a DRAFT', async () => {
    const [pro] = await versionsOf('pro')
    await unwrap(client.POST('/v1/pricing-plan-versions', { body: { pricing_plan_id: pro?.pricing_plan_id ?? '' } }))
    expect(await apply(client, demo)).toEqual([])
  })
})

describe('what cannot become what the catalog says', () => {
  test('is named with the field and the fix, and nothing is changed', async () => {
    await unwrap(client.POST('/v1/features', { body: { reference: `priority_queue${suffix}`, type: 'NUMBER' } }))
    await unwrap(
      client.POST('/v1/meter-values', {
        body: { reference: `token_count${suffix}`, name: 'Token Count', type: 'AMOUNT', status: 'ACTIVE' },
      }),
    )
    const failure = apply(client, demo)
    await expect(failure).rejects.toThrow(CatalogConflictError)
    await expect(failure).rejects.toMatchObject({
      code: 'CATALOG_CONFLICT',
      conflicts: [
        { kind: 'meter value', reference: `token_count${suffix}`, field: 'type', existing: 'AMOUNT', wanted: 'NUMBER' },
        { kind: 'feature', reference: `priority_queue${suffix}`, field: 'type', existing: 'NUMBER', wanted: 'SWITCH' },
      ],
    })
    await expect(failure).rejects.toThrow(
      `feature priority_queue${suffix}: type is "NUMBER", and the catalog says "SWITCH", which cannot change: choose another reference, or adapt the catalog`,
    )
    await expect(plan(client, demo)).rejects.toThrow(CatalogConflictError)
    expect(JSON.stringify(await unwrap(client.GET('/v1/meters')))).not.toContain(suffix)
  })

  test('an archived property is one', async () => {
    await unwrap(
      client.POST('/v1/meter-properties', {
        body: { reference: `model_id${suffix}`, name: 'Model ID', type: 'STRING', status: 'ARCHIVED' },
      }),
    )
    await expect(apply(client, demo)).rejects.toThrow(
      `meter property model_id${suffix}: status is "ARCHIVED": make it ACTIVE again, or choose another reference`,
    )
  })

  test('a calculation on another meter is one', async () => {
    await apply(client, demo)
    const moved = changed(({ calculations }) => {
      const sum = calculations['prompt_tokens_sum']
      if (sum) sum.meter = 'completion_tokens'
    })
    await expect(apply(client, moved)).rejects.toThrow(
      `calculation prompt_tokens_sum${suffix}: meter_id is "prompt_tokens${suffix}", and the catalog says "completion_tokens${suffix}"`,
    )
  })
})

describe('a plan for one customer', () => {
  const custom = () =>
    changed(({ plans }) => {
      const pro = plans['pro']
      if (pro) plans['acme'] = { ...pro, name: 'Acme', customer: `acme-corp${suffix}` }
    })

  test('is a CUSTOM plan of that customer', async () => {
    const body = {
      type: 'ORGANIZATION',
      reference: `acme-corp${suffix}`,
      email: 'a@acme.example',
      organization: { legal_name: 'Acme' },
    } as const
    const { id } = await unwrap(client.POST('/v1/customers', { body }))
    await apply(client, custom())
    const path = { idOrRef: `acme${suffix}` }
    const found = await unwrap(client.GET('/v1/pricing-plans/{idOrRef}', { params: { path } }))
    expect(found).toMatchObject({ type: 'CUSTOM', customer_id: id })
    expect(await plan(client, custom())).toEqual([])
  })

  test('needs the customer', async () => {
    await expect(apply(client, custom())).rejects.toThrow(
      `customer acme-corp${suffix} does not exist: create it, or leave customer out of the plan`,
    )
  })
})
