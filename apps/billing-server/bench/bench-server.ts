import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type BillingServer, createBillingServer } from '../src/billing-server.ts'
import { IN_MEMORY } from '../src/database/pglite-database.ts'

export const apiKey = 'local-test-key'

/**
 * The database that a benchmark stores in. PostgreSQL needs a server at TEST_DATABASE_URL, on which it makes a database
 * of its own.
 */
export type BenchEngine = 'pglite' | 'postgresql'

/** A server for a benchmark, and how to start it anew on the same data. */
export interface BenchServer {
  readonly server: BillingServer
  readonly restart: () => Promise<BillingServer>
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>
}

/**
 * The engines that benchmarks run on: PGlite, and PostgreSQL where TEST_DATABASE_URL is set. BENCH_ENGINE names one
 * alone.
 */
export function benchEngines(): readonly BenchEngine[] {
  const engines: readonly BenchEngine[] = process.env['TEST_DATABASE_URL'] ? ['pglite', 'postgresql'] : ['pglite']
  const only = process.env['BENCH_ENGINE']
  if (only === undefined) return engines
  const chosen = engines.filter((engine) => engine === only)
  if (chosen.length === 0) throw new Error(`BENCH_ENGINE is ${only}; it can be one of ${engines.join(', ')}`)
  return chosen
}

/** Starts a server in a fresh folder, or on a fresh database. */
export async function startBenchServer(engine: BenchEngine = 'pglite'): Promise<BenchServer> {
  const place = engine === 'pglite' ? freshFolder() : await freshDatabase()
  const start = () =>
    createBillingServer({
      host: '127.0.0.1',
      port: 0,
      apiKey,
      dataDir: place.dataDir,
      ...(place.databaseUrl === undefined ? {} : { databaseUrl: place.databaseUrl }),
      gracePeriod: 'PT8H',
      localControls: true,
      logLevel: 'silent',
    })
  let running = await start()
  return {
    server: running,
    restart: async () => {
      await running.close()
      running = await start()
      return running
    },
    stop: async () => {
      await running.close()
      await place.remove()
    },
  }
}

interface Place {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly remove: () => Promise<void>
}

function freshFolder(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'billing-bench-'))
  return {
    dataDir: join(folder, 'data'),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  }
}

async function freshDatabase(): Promise<Place> {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '')
  const name = `billing_bench_${randomBytes(6).toString('hex')}`
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await admin(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    dataDir: IN_MEMORY,
    databaseUrl: own.href,
    remove: () => admin(`drop database if exists ${name} with (force)`),
  }
}

/** A size of the run: the variable of the environment, a whole number of at least 1. */
export function size(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} is not a whole number of at least 1`)
  return value
}

/** The middle of the samples. */
export const median = (samples: readonly number[]): number =>
  samples.toSorted((one, other) => one - other)[Math.floor(samples.length / 2)] ?? Number.NaN

/** Sends a request and returns its body; throws unless it succeeded. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

/** A catalog with one priced meter; returns the id of its plan version. */
export async function setUpCatalog(url: string): Promise<string> {
  const value = await call(url, 'POST', '/v1/meter-values', {
    reference: 'token_count',
    name: 'n',
    type: 'NUMBER',
    status: 'ACTIVE',
  })
  await call(url, 'POST', '/v1/meter-properties', {
    reference: 'model_id',
    name: 'm',
    type: 'STRING',
    status: 'ACTIVE',
  })
  const meter = await call(url, 'POST', '/v1/meters', {
    reference: 'completion_tokens',
    status: 'ACTIVE',
    meter_values: [{ reference: 'token_count', required: true }],
    meter_properties: [{ reference: 'model_id', required: true }],
  })
  const calculation = await call(url, 'POST', '/v1/meter-value-calculations', {
    reference: 'sum',
    calculation_type: 'SUM',
    meter_id: meter['id'],
    meter_value_id: value['id'],
  })
  const category = await call(url, 'POST', '/v1/product-categories', { reference: 'ai', name: 'AI' })
  const product = await call(url, 'POST', '/v1/products', {
    reference: 'agent',
    name: 'Agent',
    category_id: category['id'],
  })
  const item = await call(url, 'POST', '/v1/product-items', {
    product_id: product['id'],
    reference: 'tokens',
    name: 'Tokens',
    model_type: 'USAGE_BASED',
    usage_based: { meter_value_calculation_id: calculation['id'] },
  })
  await call(url, 'POST', `/v1/products/${String(product['id'])}/activate?align_product_item_status=true`)
  await call(url, 'POST', '/v1/features', { reference: 'monthly_token_budget', type: 'NUMBER' })
  const plan = await call(url, 'POST', '/v1/pricing-plans', { reference: 'pro', name: 'Pro' })
  const price = (quantity: string) => ({ amount: { quantity, currency: 'USD' }, block_size: { number: '1000' } })
  const only = (model: string) => ({
    meter_properties: [{ reference: 'model_id', value: model, comparator: 'EQUALS' }],
  })
  const version = await call(url, 'POST', '/v1/pricing-plan-versions', {
    pricing_plan_id: plan['id'],
    status: 'ACTIVE',
    pricing_categories: [
      {
        product_category_id: category['id'],
        pricings: [
          {
            product_ids: [product['id']],
            name: 'Tokens',
            entitlements: [{ feature_reference: 'monthly_token_budget', number: '10000000' }],
            items: [
              {
                product_item_ids: [item['id']],
                configs: [
                  { type: 'FLAT', order: 1, conditions: only('gpt-4o'), bands: [price('0.015')] },
                  { type: 'FLAT', order: 2, bands: [price('0.01')] },
                ],
              },
            ],
          },
        ],
      },
    ],
  })
  await call(url, 'POST', '/v1/billing-entities', { reference: 'us' })
  return String(version['id'])
}

/** An ACTIVE customer with an ACTIVE subscription since an hour ago. */
export function subscribe(url: string, reference: string, versionId: string): Promise<Record<string, unknown>> {
  return call(url, 'POST', '/v1/pricing-plan-subscriptions/init', {
    customer: { reference, type: 'ORGANIZATION' },
    pricing_plan_subscription: { reference: 'pro', billing_currency: 'USD' },
    pricing_plan_schedules: [{ pricing_plan_version_id: versionId }],
    pricing_plan_subscription_start_at: new Date(Date.now() - 3_600_000).toISOString(),
  })
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'claude-3-5-haiku']

/** An event of customer number `customer`. */
export function benchEvent(reference: string, customer: number, index: number) {
  return {
    reference,
    meter_reference: 'completion_tokens',
    customer_reference: `customer-${customer}`,
    meter_properties: [{ reference: 'model_id', value: MODELS[index % MODELS.length] }],
    meter_values: [{ reference: 'token_count', number: String(1 + (index % 997)) }],
  }
}

export const report = (figure: string, value: string, yardstick = ''): void => {
  process.stdout.write(`${figure.padEnd(58)} ${value.padStart(14)}  ${yardstick}\n`)
}

export const perSecond = (count: number, milliseconds: number): number => Math.round((count * 1000) / milliseconds)
