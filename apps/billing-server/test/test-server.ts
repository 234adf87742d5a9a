import { type BillingClient, createBillingClient, type Schema } from '@tallygate/client'
import { type BillingServer, createBillingServer } from '../src/billing-server.ts'
import type { BillingServerConfig } from '../src/config.ts'
import type { TestEngine } from './test-engines.ts'

export const apiKey = 'local-test-key'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into bodies of every shape, good and bad
  readonly body: any
}

/** A server in this process on one engine, with responses held against the contract. */
export class TestServer {
  readonly server: BillingServer
  readonly client: BillingClient
  readonly config: BillingServerConfig
  readonly #remove: () => Promise<void>

  private constructor(server: BillingServer, config: BillingServerConfig, remove: () => Promise<void>) {
    this.server = server
    this.config = config
    this.client = createBillingClient({ apiKey, baseUrl: server.url })
    this.#remove = remove
  }

  static async start(engine: TestEngine, overrides: Partial<BillingServerConfig> = {}): Promise<TestServer> {
    const { remove, ...place } = await engine.place()
    const config: BillingServerConfig = {
      host: '127.0.0.1',
      port: 0,
      apiKey,
      gracePeriod: 'PT8H',
      localControls: true,
      validateResponses: true,
      logLevel: 'silent',
      ...place,
      ...overrides,
    }
    return new TestServer(await createBillingServer(config), config, remove)
  }

  async stop(): Promise<void> {
    await this.server.close()
    await this.#remove()
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
