import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { freePort, waitFor } from '@tallygate/test-kit'
import { ChildApp } from '../src/child-app.ts'

/** Time in which an event that is one too many would be seen. */
const A_MOMENT_MS = 300

export const apiKey = 'local-test-key'

export interface ChatAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    readonly request_id: string
    readonly model: string
    readonly message: string
    readonly usage: {
      readonly prompt_tokens: number
      readonly completion_tokens: number
      readonly total_tokens: number
      readonly attempts: readonly {
        readonly model: string
        readonly prompt_tokens: number
        readonly completion_tokens: number
      }[]
    }
    readonly budget: {
      readonly limit: number
      readonly used: number
      readonly remaining: number
      readonly resets_at: string
    }
    readonly error?: { readonly type: string; readonly code: string; readonly message: string } & Readonly<
      Record<string, unknown>
    >
  }
}

/** Both apps as processes of their own, on free ports, with the demo catalog, in front of one provider. */
export class RunningSystem {
  readonly client: BillingClient
  readonly billing: ChildApp
  readonly lines: string[]
  readonly #folder: string
  readonly #startAgent: () => Promise<ChildApp>
  #agent: ChildApp

  private constructor(parts: {
    client: BillingClient
    billing: ChildApp
    agent: ChildApp
    startAgent: () => Promise<ChildApp>
    folder: string
    lines: string[]
  }) {
    this.client = parts.client
    this.billing = parts.billing
    this.lines = parts.lines
    this.#agent = parts.agent
    this.#startAgent = parts.startAgent
    this.#folder = parts.folder
  }

  static async start(providerUrl: string): Promise<RunningSystem> {
    const folder = mkdtempSync(join(tmpdir(), 'tallygate-local-'))
    const lines: string[] = []
    const onLine = (line: string): void => {
      lines.push(line)
    }
    const billingPort = await freePort()
    const billing = new ChildApp({
      app: 'billing-server',
      url: `http://127.0.0.1:${billingPort}`,
      env: { PORT: String(billingPort), HOST: '127.0.0.1', DATA_DIR: join(folder, 'billing'), API_KEY: apiKey },
      onLine,
    })
    const agentPort = await freePort()
    const startAgent = async (): Promise<ChildApp> => {
      const app = new ChildApp({
        app: 'chat-agent',
        url: `http://127.0.0.1:${agentPort}`,
        env: {
          PORT: String(agentPort),
          HOST: '127.0.0.1',
          BILLING_URL: billing.url,
          BILLING_API_KEY: apiKey,
          JOURNAL_PATH: join(folder, 'journal.sqlite'),
          FOLLOW_BILLING_CLOCK: '1',
          OPENAI_API_KEY: 'sk-simulated',
          OPENAI_BASE_URL: `${providerUrl}/v1`,
        },
        onLine,
      })
      await app.ready()
      return app
    }
    try {
      await billing.ready()
      const client = createBillingClient({ apiKey, baseUrl: billing.url })
      await applyDemo(client)
      return new RunningSystem({ client, billing, agent: await startAgent(), startAgent, folder, lines })
    } catch (error) {
      await billing.stop()
      throw new Error(`the system did not start; its last lines:\n${lines.slice(-20).join('\n')}`, { cause: error })
    }
  }

  get agentUrl(): string {
    return this.#agent.url
  }

  /** Ends the agent with SIGKILL, at once, and starts it again on the same port and journal. */
  async killAgentAndStartAgain(): Promise<void> {
    await this.#agent.kill()
    this.#agent = await this.#startAgent()
  }

  async stop(): Promise<void> {
    await this.#agent.stop()
    await this.billing.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async chat(key: string, body: object | string): Promise<ChatAnswer> {
    const response = await fetch(`${this.agentUrl}/v1/chat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as ChatAnswer['body'] }
  }

  async customerId(reference: string): Promise<string> {
    const customer = await unwrap(
      this.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } }),
    )
    return customer.id ?? ''
  }

  async eventsOf(reference: string): Promise<Schema<'MeterData'>[]> {
    const id = await this.customerId(reference)
    const events: Schema<'MeterData'>[] = []
    const pages = paginate((page) =>
      this.client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id, page, limit: 50 } } }),
    )
    for await (const event of pages) events.push(event)
    return events
  }

  /** Waits until the customer has `count` events, and a moment longer, so that one too many would be seen as well. */
  async eventsOnceThereAre(count: number, reference: string): Promise<Schema<'MeterData'>[]> {
    await waitFor(async () => (await this.eventsOf(reference)).length >= count, { what: `${count} events to arrive` })
    await wait(A_MOMENT_MS)
    return this.eventsOf(reference)
  }

  /** The customer's invoices with everything on them. */
  async invoicesOf(reference: string): Promise<Schema<'Invoice'>[]> {
    const id = await this.customerId(reference)
    const invoices = await unwrap(
      this.client.GET('/v1/invoices', {
        params: { query: { customer_id: id, include_periods: true, include_lines: true } },
      }),
    )
    return invoices.data
  }
}
