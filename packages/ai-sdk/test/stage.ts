import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import {
  createEntitlements,
  type Entitlements,
  memoryJournal,
  memoryStore,
  type Reservation,
  type ReserveRequest,
  type Usage,
} from '@tallygate/entitlements'
import { borrowBillingServer, CountingProvider, type RunningBillingServer } from '@tallygate/test-kit'
import type { MeteredAttempt } from '../src/index.ts'

/** Ids of models that the demo has no prices for, billed as those that it has. */
const MODEL_IDS = {
  'claude-small': 'gpt-4o-mini',
  'text-embedding-3-small': 'gpt-4o-mini',
  'gpt-image-1': 'gpt-4o',
}

/** The billing server with the demo, entitlements before it, and a provider that counts by itself. */
export class Stage implements AsyncDisposable {
  readonly client: BillingClient
  readonly provider: CountingProvider
  readonly #server: RunningBillingServer
  readonly #own: Entitlements
  /** The entitlements, with what was asked of them. */
  readonly entitlements: Entitlements
  readonly requests: ReserveRequest[] = []
  /** The usage that attempts were settled with, in their order. */
  readonly settled: Usage[] = []
  readonly attempts: MeteredAttempt[] = []

  private constructor(client: BillingClient, provider: CountingProvider, server: RunningBillingServer) {
    this.client = client
    this.provider = provider
    this.#server = server
    this.#own = createEntitlements({
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
    this.entitlements = recording(this.#own, this)
  }

  static async start(): Promise<Stage> {
    const server = await borrowBillingServer()
    const client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
    await applyDemo(client)
    return new Stage(client, await CountingProvider.start(), server)
  }

  /** Options for a customer of the demo that may call every model. */
  get options() {
    return {
      customer: 'demo-pro',
      modelIds: MODEL_IDS,
      onAttempt: (attempt: MeteredAttempt) => void this.attempts.push(attempt),
    }
  }

  /** Sums the tokens that the billing server has of a request: prompt and completion. */
  async billed(requestId: string, customer = 'demo-pro'): Promise<readonly [prompt: number, completion: number]> {
    await this.#own.flush()
    const { id } = await unwrap(this.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const pages = paginate((page) =>
      this.client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id ?? '', page, limit: 100 } } }),
    )
    const sums: Record<string, number> = {}
    for await (const { reference, meter_reference: meter, meter_values: values } of pages) {
      if (reference?.split(':')[1] !== requestId) continue
      const tokens = Number(values?.find((value) => value.reference === 'token_count')?.number)
      sums[meter ?? ''] = (sums[meter ?? ''] ?? 0) + tokens
    }
    return [sums['prompt_tokens'] ?? 0, sums['completion_tokens'] ?? 0]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own.close()
    await this.provider[Symbol.asyncDispose]()
    await this.#server.stop()
  }
}

/** The same entitlements, which keep what was asked of them. */
function recording(entitlements: Entitlements, { requests, settled }: Stage): Entitlements {
  return new Proxy(entitlements, {
    get: (target, name) => {
      if (name === 'reserve')
        return async (request: ReserveRequest) => {
          requests.push(request)
          const decision = await target.reserve(request)
          if (!decision.allowed) return decision
          const { reservation } = decision
          const settle = async (usage: Usage) => {
            settled.push(usage)
            return await reservation.settle(usage)
          }
          return { ...decision, reservation: withSettle(reservation, settle) }
        }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function withSettle(reservation: Reservation, settle: Reservation['settle']): Reservation {
  return new Proxy(reservation, {
    get: (target, name) => {
      if (name === 'settle') return settle
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
