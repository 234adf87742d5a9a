import { type BillingClient, createBillingClient } from '@tallygate/client'

/** What the stub knows of a customer. */
export interface StubCustomer {
  entitlements?: readonly Record<string, unknown>[]
  /** Start of the monthly subscription; null: none. */
  startAt?: string | null
  endAt?: string | null
  timezone?: string
  billingTime?: 'EXACT' | 'CALENDAR'
  versionId?: string
}

export interface StubEvent {
  readonly reference: string
  readonly customer: string
  readonly meter: string
  readonly tokens: number
  readonly timestamp: string
  readonly properties: Readonly<Record<string, string>>
}

type Fault = (request: {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}) => Response | Error | 'lost' | undefined

/**
 * The billing API behind an injected `fetch`: for what a real server cannot be made to do at an exact moment (fail this one read, lose the
 * answer of that POST). Everything else is tested against apps/billing-server.
 */
export class BillingStub {
  readonly customers = new Map<string, StubCustomer>()
  readonly events = new Map<string, StubEvent>()
  readonly calls: string[] = []
  /** Set to make calls fail: before they have an effect, or after it (`lost`). */
  fault: Fault = () => undefined
  /** Set to hold every answer back until it resolves. */
  gate: Promise<void> | undefined
  duplicates = 0

  client(): BillingClient {
    return createBillingClient({
      apiKey: 'stub',
      baseUrl: 'http://billing.invalid',
      maxAttempts: 1,
      fetch: async (url, init) =>
        this.#answer(new URL(url), init.method, typeof init.body === 'string' ? JSON.parse(init.body) : undefined),
    })
  }

  count(pattern: RegExp): number {
    return this.calls.filter((call) => pattern.test(call)).length
  }

  async #answer(url: URL, method: string, body: unknown): Promise<Response> {
    const path = url.pathname
    this.calls.push(`${method} ${path}`)
    await this.gate
    const fault = this.fault({ method, path, query: url.searchParams, body })
    if (fault instanceof Error) throw fault
    if (fault instanceof Response) return fault
    const response = method === 'POST' ? this.#post(path, body) : this.#get(path, url.searchParams)
    if (fault === 'lost') throw new Error('socket hang up')
    return response
  }

  #get(path: string, query: URLSearchParams): Response {
    const match = /^\/v1\/customers\/([^/]+)(\/entitlements)?$/.exec(path)
    const reference =
      decode(match?.[1]) ??
      query.get('customer_id')?.slice(5) ??
      query.get('pricing_plan_subscription_id')?.slice(5) ??
      ''
    const customer = this.customers.get(reference)
    if (match !== null && customer === undefined) return notFound(reference)
    if (match?.[2] !== undefined)
      return json({ entitlements: customer?.entitlements ?? [], pricing_plan_subscription_entitlements: [] })
    if (match !== null)
      return json({ id: `cust_${reference}`, reference, status: 'ACTIVE', timezone: customer?.timezone ?? 'UTC' })
    if (path === '/v1/pricing-plan-subscriptions') return json({ data: this.#subscriptions(reference, customer) })
    if (path === '/v1/pricing-plan-schedules') return json({ data: this.#schedules(reference, customer) })
    if (path === '/v1/meters')
      return json({
        data: ['prompt_tokens', 'completion_tokens'].map((meter) => ({ id: `metr_${meter}`, reference: meter })),
      })
    if (path === '/v1/ingest/meter-data') return json(this.#page(reference, query))
    if (['/v1/invoices', '/v1/pricing-plans', '/v1/meter-value-calculations'].includes(path)) return json({ data: [] })
    return notFound(path)
  }

  #subscriptions(reference: string, customer: StubCustomer | undefined): unknown[] {
    if (customer === undefined || customer.startAt === null) return []
    const billing_period = { type: 'MONTH', value: 1 }
    return [
      { id: `ppsu_${reference}`, status: 'ACTIVE', billing_time: customer.billingTime ?? 'EXACT', billing_period },
    ]
  }

  #schedules(reference: string, customer: StubCustomer | undefined): unknown[] {
    const start_at = customer?.startAt ?? '2030-01-01T00:00:00Z'
    const version = customer?.versionId === undefined ? {} : { pricing_plan_version_id: customer.versionId }
    return [{ id: `ppsc_${reference}`, start_at, end_at: customer?.endAt ?? null, ...version }]
  }

  #page(reference: string, query: URLSearchParams): unknown {
    const meter = query.get('meter_id')?.slice(5)
    const limit = Number(query.get('limit'))
    const page = Number(query.get('page'))
    const all = [...this.events.values()].filter((event) => event.customer === reference && event.meter === meter)
    const data = all.slice((page - 1) * limit, page * limit).map((event) => ({
      id: `mtda_${event.reference}`,
      reference: event.reference,
      timestamp: event.timestamp,
      meter_values: [{ reference: 'token_count', number: String(event.tokens) }],
    }))
    return { data, page, limit, total_number_of_pages: Math.max(1, Math.ceil(all.length / limit)) }
  }

  #post(path: string, body: unknown): Response {
    const wire = (
      path === '/v1/ingest/meter-datas' ? (body as { meter_datas: WireEvent[] }).meter_datas : [body]
    ) as WireEvent[]
    const stored = wire.map((event) => {
      const duplicate = this.events.has(event.reference)
      if (duplicate) this.duplicates += 1
      else this.events.set(event.reference, fromWire(event))
      return { reference: event.reference, processed_details: { type: duplicate ? 'DUPLICATE' : 'DEFAULT' } }
    })
    return json(path === '/v1/ingest/meter-datas' ? { meter_datas: stored } : stored[0], 201)
  }
}

interface WireEvent {
  reference: string
  customer_reference: string
  meter_reference: string
  timestamp: string
  meter_properties: { reference: string; value: string }[]
  meter_values: { reference: string; number: string }[]
}

function fromWire(event: WireEvent): StubEvent {
  return {
    reference: event.reference,
    customer: event.customer_reference,
    meter: event.meter_reference,
    tokens: Number(event.meter_values[0]?.number),
    timestamp: event.timestamp,
    properties: Object.fromEntries(event.meter_properties.map(({ reference, value }) => [reference, value])),
  }
}

function decode(text: string | undefined): string | undefined {
  return text === undefined ? undefined : decodeURIComponent(text)
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status })
}

export function apiError(status: number, code = 'BAD_REQUEST', field?: string): Response {
  return json({ type: status >= 500 ? 'API_ERROR' : 'INVALID_REQUEST', code, field, message: `${code} (stub)` }, status)
}

function notFound(what: string): Response {
  return json({ type: 'INVALID_REQUEST', code: 'RESOURCE_NOT_FOUND', message: `no ${what}` }, 404)
}
