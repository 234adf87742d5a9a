import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, type BillingClientOptions, createBillingClient, paginate, unwrap } from '@tallygate/client'
import {
  createEntitlements,
  type DeliveryOptions,
  type Entitlements,
  type EntitlementsEvent,
  type EntitlementsOptions,
  memoryJournal,
  memoryStore,
} from '@tallygate/entitlements'
import { startBillingServer, waitFor } from '@tallygate/test-kit'

/** The state of an attempt, from the events of the entitlements. */
export type AttemptState = 'reserved' | 'settled' | 'released' | 'unsettled'

/** The billing server of this repository as a process, with the demo catalog, and entitlements in front of it. */
export class RealParts implements AsyncDisposable {
  readonly client: BillingClient
  /** The lease of a production setting: no test waits for its end. */
  readonly entitlements: Entitlements
  /** A lease that ends soon, for the calls whose end nobody sees. */
  readonly shortLease: Entitlements
  readonly #states = new Map<string, AttemptState>()
  readonly #stop: () => Promise<unknown>

  private constructor(client: BillingClient, stop: () => Promise<unknown>) {
    this.client = client
    this.#stop = stop
    this.entitlements = this.#entitlements(300_000)
    this.shortLease = this.#entitlements(500)
  }

  /** @param fetch in place of the global one, once the demo is there. */
  static async start(fetch?: BillingClientOptions['fetch']): Promise<RealParts> {
    const server = await startBillingServer()
    const reach = { apiKey: server.apiKey, baseUrl: server.url }
    await applyDemo(createBillingClient(reach))
    const client = createBillingClient(fetch === undefined ? reach : { ...reach, fetch })
    return new RealParts(client, () => server.stop())
  }

  /** The states of a request's attempts, in the order of their reservation. */
  states(requestId: string): readonly AttemptState[] {
    return [...this.#states].filter(([id]) => id.split(':')[1] === requestId).map(([, state]) => state)
  }

  /** Entitlements as an application makes them, whose attempts nobody takes down. */
  unobserved(delivery: DeliveryOptions = {}): Entitlements {
    return createEntitlements({ ...this.#options(300_000), delivery })
  }

  /** Attempts that are merely reserved. */
  open(): number {
    return [...this.#states.values()].filter((state) => state === 'reserved').length
  }

  /** Waits until no attempt of the request is merely reserved. */
  async ended(requestId: string): Promise<readonly AttemptState[]> {
    return await waitFor(
      () => {
        const states = this.states(requestId)
        return states.includes('reserved') ? undefined : states
      },
      { what: `the attempts of ${requestId} to end` },
    )
  }

  /**
   * Returns what the billing server has of a request: `prompt_tokens gpt-4o-mini 9`, sorted, after everything was
   * delivered.
   */
  async events(customer: string, requestId: string): Promise<readonly string[]> {
    await Promise.all([this.entitlements.flush(), this.shortLease.flush()])
    const all = await this.allEvents(customer)
    return all
      .filter((event) => event.reference.split(':')[1] === requestId)
      .map((event) => `${event.meter} ${event.model} ${event.tokens}`)
      .sort()
  }

  async allEvents(customer: string): Promise<readonly ReceivedEvent[]> {
    const { id } = await unwrap(this.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const pages = paginate(
      (page) =>
        this.client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id ?? '', page, limit: 50 } } }),
      { maxPages: 1_000 },
    )
    const events: ReceivedEvent[] = []
    for await (const event of pages)
      events.push({
        reference: event.reference ?? '',
        meter: event.meter_reference ?? '',
        model: event.meter_properties?.find((property) => property.reference === 'model_id')?.value ?? '',
        tokens: Number(event.meter_values?.find((value) => value.reference === 'token_count')?.number),
      })
    return events
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.entitlements.close(), this.shortLease.close()])
    await this.#stop()
  }

  #entitlements(leaseMs: number): Entitlements {
    return createEntitlements({ ...this.#options(leaseMs), onEvent: (event) => this.#note(event) })
  }

  #options(leaseMs: number): EntitlementsOptions {
    return {
      client: this.client,
      store: memoryStore(),
      journal: memoryJournal(),
      onUnavailable: 'deny',
      leaseMs,
      features: {
        models: 'available_models',
        budgets: { monthly_token_budget: ['prompt', 'completion'] },
        // The plans' limit of requests per minute is not what these tests are about.
        rates: { requests_per_minute: { windowMs: 1 } },
      },
    }
  }

  #note(event: EntitlementsEvent): void {
    if (
      event.type === 'reserved' ||
      event.type === 'settled' ||
      event.type === 'released' ||
      event.type === 'unsettled'
    )
      this.#states.set(event.id, event.type)
  }
}

export interface ReceivedEvent {
  readonly reference: string
  readonly meter: string
  readonly model: string
  readonly tokens: number
}
