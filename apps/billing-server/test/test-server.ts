import { type BillingClient, createBillingClient, type Schema } from '@tallygate/client'
import { type BillingServer, createBillingServer } from '../src/billing-server.ts'
import type { BillingServerConfig } from '../src/config.ts'
import { type TestEngine, testEngines } from './test-engines.ts'

export const apiKey = 'local-test-key'

const standardConfig = {
  host: '127.0.0.1',
  port: 0,
  apiKey,
  gracePeriod: 'PT8H',
  localControls: true,
  validateResponses: true,
  logLevel: 'silent',
} as const

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of every shape, good and bad
  readonly body: any
}

/** A server that tests of this process use one after the other. */
interface SharedServer {
  readonly server: BillingServer
  readonly config: BillingServerConfig
  readonly remove: () => Promise<void>
  /** The clock of the test that uses it. */
  now: () => number
}

/** Servers that no test uses at the moment. A start costs several times what a reset does. */
const idle = new Map<TestEngine, SharedServer[]>()

/** A server in this process on one engine, with responses held against the contract. */
export class TestServer {
  readonly server: BillingServer
  readonly client: BillingClient
  readonly config: BillingServerConfig
  readonly #stop: () => Promise<void>

  private constructor({ server, config }: Pick<SharedServer, 'server' | 'config'>, stop: () => Promise<void>) {
    this.server = server
    this.config = config
    this.client = createBillingClient({ apiKey, baseUrl: server.url })
    this.#stop = stop
  }

  /**
   * Gives an empty server. One that differs from others by its clock alone may have served another test before; `place`
   * of an engine of the test's own, or any other setting, makes a server of its own.
   */
  static async start(engine: TestEngine, overrides: Partial<BillingServerConfig> = {}): Promise<TestServer> {
    const { now = Date.now, ...others } = overrides
    if (Object.keys(others).length > 0 || !testEngines.includes(engine)) return TestServer.#startOwn(engine, overrides)
    const waiting = idle.get(engine) ?? []
    idle.set(engine, waiting)
    const shared = waiting.pop() ?? (await startShared(engine))
    shared.now = now
    return new TestServer(shared, () => giveBack(shared, waiting))
  }

  static async #startOwn(engine: TestEngine, overrides: Partial<BillingServerConfig>): Promise<TestServer> {
    const { remove, ...place } = await engine.place()
    const config = { ...standardConfig, ...place, ...overrides }
    const server = await createBillingServer(config)
    return new TestServer({ server, config }, async () => {
      await server.close()
      await remove()
    })
  }

  /** Ends the use of the server. */
  stop(): Promise<void> {
    return this.#stop()
  }

  /** Sends a request as it is. A string body goes out unchanged. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        'x-api-key': apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    // A PDF is handed on as its text.
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    const said = text === '' ? undefined : isJson ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body: said }
  }

  /** As `call`, for requests that have to succeed. */
  async must(method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.call(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path} answered ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

async function startShared(engine: TestEngine): Promise<SharedServer> {
  const { remove, ...place } = await engine.place()
  const shared: { now: () => number } = { now: Date.now }
  const config: BillingServerConfig = { ...standardConfig, ...place, now: () => shared.now() }
  return Object.assign(shared, { server: await createBillingServer(config), config, remove })
}

/** Empties the server for the next test. One that cannot be emptied is given up. */
async function giveBack(shared: SharedServer, waiting: SharedServer[]): Promise<void> {
  const reset = await fetch(`${shared.server.url}/local/reset`, { method: 'POST', headers: { 'x-api-key': apiKey } })
  await reset.arrayBuffer()
  shared.now = Date.now
  if (reset.ok) return void waiting.push(shared)
  await shared.server.close()
  await shared.remove()
}

/** A usage event of the guide's completion meter. */
export function completionEvent(
  reference: string,
  tokens: string,
  overrides: Partial<Schema<'MeterDataCreateRequest'>> = {},
): Schema<'MeterDataCreateRequest'> {
  return {
    reference,
    meter_reference: 'completion_tokens',
    customer_reference: 'acme-corp',
    meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
    meter_values: [{ reference: 'token_count', number: tokens }],
    ...overrides,
  }
}
