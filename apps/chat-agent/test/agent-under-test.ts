import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
import type { AgentConfiguration } from '../src/configuration/agent-configuration.ts'
import { CustomerKeys, DEMO_KEYS } from '../src/configuration/customer-keys.ts'
import { type ChatAgent, createChatAgent } from '../src/create-chat-agent.ts'
import { type SimulatedProvider, startSimulatedProvider } from '../src/simulated-provider/start-simulated-provider.ts'

export const STARTER = 'demo-starter-key'
export const PRO = 'demo-pro-key'
export const FREE = 'demo-free-key'
export const PREPAID = 'demo-prepaid-key'
export const OPERATOR = 'operator-under-test'

/** An answer of `POST /v1/chat`, or its error. */
export interface ChatBody {
  readonly request_id: string
  readonly thread_id: string
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
      readonly source: string
    }[]
  }
  readonly budget: {
    readonly limit: number
    readonly used: number
    readonly remaining: number
    readonly resets_at: string
  } | null
  readonly error: Readonly<Record<string, unknown>> & { readonly code: string; readonly message: string }
}

export interface ChatResult {
  readonly status: number
  readonly headers: Headers
  readonly body: ChatBody
}

/**
 * The billing server with the demo catalog and a simulated provider, both as processes of their own; agents in this
 * process in front of them.
 */
export class AgentUnderTest {
  readonly billing: RunningBillingServer
  readonly provider: SimulatedProvider
  readonly client: BillingClient
  readonly #folder: string
  readonly #agents: ChatAgent[] = []

  private constructor(billing: RunningBillingServer, provider: SimulatedProvider, client: BillingClient) {
    this.billing = billing
    this.provider = provider
    this.client = client
    this.#folder = mkdtempSync(join(tmpdir(), 'tallygate-agent-'))
  }

  /**
   * `billingEnvironment` are variables of the billing server, such as another database; `fill` gives it a catalog and
   * customers other than the demo's.
   */
  static async start(
    billingEnvironment: Readonly<Record<string, string>> = {},
    fill: (client: BillingClient) => Promise<unknown> = applyDemo,
  ): Promise<AgentUnderTest> {
    const [billing, provider] = await Promise.all([
      Object.keys(billingEnvironment).length === 0 ? borrowBillingServer() : startBillingServer(billingEnvironment),
      startSimulatedProvider(),
    ])
    const client = createBillingClient({ apiKey: billing.apiKey, baseUrl: billing.url })
    await fill(client)
    return new AgentUnderTest(billing, provider, client)
  }

  /** A configuration that talks to these processes, with a journal of its own. */
  configuration(overrides: Partial<AgentConfiguration> = {}): AgentConfiguration {
    return {
      port: 0,
      host: '127.0.0.1',
      billing: { url: this.billing.url, apiKey: this.billing.apiKey },
      provider: { apiKey: 'sk-simulated', baseUrl: `${this.provider.url}/v1` },
      journalPath: join(this.#folder, `journal-${this.#agents.length}.sqlite`),
      customerKeys: new CustomerKeys(DEMO_KEYS),
      onUnavailable: 'deny',
      operatorKey: OPERATOR,
      billUsage: 'provider',
      drainTimeoutMs: 120_000,
      followsBillingClock: false,
      defaultModel: 'gpt-4o-mini',
      maxConcurrency: 100,
      shutdownTimeoutMs: 5_000,
      logLevel: 'silent',
      ...overrides,
    }
  }

  /** Starts an agent that is closed with the rest at the latest. */
  async agent(overrides: Partial<AgentConfiguration> = {}): Promise<ChatAgent> {
    const agent = await createChatAgent(this.configuration(overrides))
    this.#agents.push(agent)
    return agent
  }

  async stop(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.close()))
    await Promise.all([this.billing.stop(), this.provider.close()])
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Lists the events that the billing server has for a customer: `<meter> <model> <tokens>` each, sorted. */
  async eventsOf(customer: string): Promise<string[]> {
    const { id } = await unwrap(this.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const pages = paginate((page) =>
      this.client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id ?? '', page, limit: 50 } } }),
    )
    const events: string[] = []
    for await (const event of pages) events.push(describeEvent(event))
    return events.sort()
  }

  /** The provider's own count, by the id under which its models are billed here. */
  async providerTotals(): Promise<
    Record<string, { requests: number; prompt_tokens: number; completion_tokens: number }>
  > {
    const response = await fetch(`${this.provider.url}/simulated-provider/usage`)
    // The simulated provider's own resource.
    return (
      (await response.json()) as {
        models: Record<string, { requests: number; prompt_tokens: number; completion_tokens: number }>
      }
    ).models
  }

  /** The bodies of the requests that the provider got, newest last. */
  async providerRequests(): Promise<Record<string, unknown>[]> {
    const response = await fetch(`${this.provider.url}/__aimock/journal`)
    return ((await response.json()) as { body: Record<string, unknown> | null; path: string }[])
      .filter((entry) => entry.path === '/v1/chat/completions' && entry.body !== null)
      .map((entry) => entry.body ?? {})
  }
}

function describeEvent(event: Schema<'MeterData'>): string {
  const model = event.meter_properties?.find((property) => property.reference === 'model_id')?.value
  const tokens = event.meter_values?.find((value) => value.reference === 'token_count')?.number
  return `${event.meter_reference} ${model} ${tokens}`
}

/** Counts the entries of an agent's journal in this state, by the agent's metrics. */
export async function journalEntries(
  agent: Pick<ChatAgent, 'url'>,
  state: 'open' | 'unsettled' | 'pending' | 'postponed' | 'rejected' | 'unrecorded',
): Promise<number> {
  const text = await (await fetch(`${agent.url}/metrics`)).text()
  return Number(new RegExp(`^tallygate_journal_entries\\{state="${state}"\\} (\\d+)$`, 'm').exec(text)?.[1])
}

/** Asks an agent. */
export async function chat(
  agent: Pick<ChatAgent, 'url'>,
  key: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<ChatResult> {
  const response = await fetch(`${agent.url}/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  // The agent's own wire format, which these tests are about.
  return { status: response.status, headers: response.headers, body: (await response.json()) as ChatBody }
}
