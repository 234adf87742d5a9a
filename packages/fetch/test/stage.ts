import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import { createEntitlements, type Entitlements, memoryJournal, memoryStore } from '@tallygate/entitlements'
import { borrowBillingServer, CountingProvider, type RunningBillingServer, waitFor } from '@tallygate/test-kit'
import type { MeteredAttempt, MeteredFetchOptions } from '../src/index.ts'
import { type MeteredFetch, meteredFetch } from '../src/metering/metered-fetch.ts'

/** The billing server with the demo, entitlements before it, and a provider that counts by itself. */
export class Stage implements AsyncDisposable {
  readonly client: BillingClient
  readonly entitlements: Entitlements
  readonly provider: CountingProvider
  readonly attempts: MeteredAttempt[] = []
  readonly server: RunningBillingServer

  private constructor(client: BillingClient, provider: CountingProvider, server: RunningBillingServer) {
    this.client = client
    this.provider = provider
    this.server = server
    this.entitlements = createEntitlements({
      client,
      store: memoryStore(),
      journal: memoryJournal(),
      onUnavailable: 'deny',
      // The plans' limit of requests per minute is not what these tests are about.
      features: {
        models: 'available_models',
        budgets: { monthly_token_budget: ['prompt', 'completion'] },
        rates: { requests_per_minute: { windowMs: 1 } },
      },
    })
  }

  static async start(): Promise<Stage> {
    const server = await borrowBillingServer()
    const client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
    await applyDemo(client)
    return new Stage(client, await CountingProvider.start(), server)
  }

  /** A metered fetch for a customer of the demo that may call every model. */
  fetch(options: MeteredFetchOptions = {}): MeteredFetch {
    return meteredFetch(this.entitlements, {
      customer: 'demo-pro',
      modelIds: { 'gemini-2.5-flash': 'gpt-4o-mini', 'text-embedding-3-small': 'gpt-4o-mini', 'gpt-image-1': 'gpt-4o' },
      onAttempt: (attempt) => this.attempts.push(attempt),
      ...options,
    })
  }

  /** Waits until this many attempts were settled since the `from`th. */
  async settled(count: number, from = 0): Promise<readonly MeteredAttempt[]> {
    return await waitFor(() => (this.attempts.length - from >= count ? this.attempts.slice(from) : undefined), {
      what: `${count} attempts to be settled`,
      timeoutMs: 30_000,
    })
  }

  /** Sums the tokens that the billing server has of a request: prompt and completion. */
  async billed(customer: string, requestId: string): Promise<readonly [prompt: number, completion: number]> {
    await this.entitlements.flush()
    const { id } = await unwrap(this.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const pages = paginate((page) =>
      this.client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id ?? '', page, limit: 50 } } }),
    )
    const sums: Record<string, number> = {}
    for await (const { reference, meter_reference, meter_values: values } of pages) {
      if (reference?.split(':')[1] !== requestId) continue
      const meter = meter_reference ?? ''
      const tokens = Number(values?.find((value) => value.reference === 'token_count')?.number)
      sums[meter] = (sums[meter] ?? 0) + tokens
    }
    return [sums['prompt_tokens'] ?? 0, sums['completion_tokens'] ?? 0]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.entitlements.close()
    await this.provider[Symbol.asyncDispose]()
    await this.server.stop()
  }
}
