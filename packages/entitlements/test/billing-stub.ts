import { type BillingClient, createBillingClient } from '@tallygate/client'

/** The facts that the stub has about a customer. */
export interface StubCustomer {
  entitlements?: readonly Record<string, unknown>[]
  /** Start of the monthly subscription; null: none. */
  startAt?: string | null
  endAt?: string | null
  timezone?: string
  billingTime?: 'EXACT' | 'CALENDAR'
  versionId?: string
  status?: string
  /** Instead of the one subscription above. */
  subscriptions?: readonly StubSubscription[]
}

export interface StubSubscription {
  readonly id: string
  readonly createdAt: string
  readonly startAt: string
  readonly entitlements: readonly Record<string, unknown>[]
  /** References of the meters that its plan counts. */
  readonly meters: readonly string[]
  /** References of the properties that its prices ask about. */
  readonly asks?: readonly string[]
}

export interface StubEvent {
  readonly reference: string
  readonly customer: string
  readonly meter: string
  readonly tokens: number
  readonly timestamp: string
  readonly subscriptionId?: string | undefined
  readonly properties: Readonly<Record<string, string>>
}

type Fault = (request: {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}) => Response | Error | 'lost' | undefined

/**
 * The billing API behind an injected `fetch`: for what a real server cannot be made to do at an exact moment (fail this
 * one read, lose the answer of that POST). Everything else is tested against apps/billing-server.
 */
export class BillingStub {
  readonly customers = new Map<string, StubCustomer>()
  readonly events = new Map<string, StubEvent>()
  readonly calls: string[] = []
  /** The bodies of POSTs, as they came. */
  readonly bodies: string[] = []
  /** The meters, with the properties that their events may have. */
  readonly meters = new Map<string, readonly string[]>([
    ['prompt_tokens', ['model_id', 'usage_source']],
    ['completion_tokens', ['model_id', 'usage_source']],
  ])
  /** Set to make calls fail: before they have an effect, or after it (`lost`). */
  fault: Fault = () => undefined
  /** Set to hold every answer back until it resolves. */
  gate: Promise<void> | undefined
  duplicates = 0
  /** Returns what becomes of an event that is not a duplicate. */
  process: (event: StubEvent) => Record<string, unknown> = () => ({ type: 'DEFAULT' })

  client(): BillingClient {
    return createBillingClient({
      apiKey: 'stub',
      baseUrl: 'http://billing.invalid',
      maxAttempts: 1,
      fetch: async (url, init) => {
        if (typeof init.body === 'string') this.bodies.push(init.body)
        return this.#answer(
          new URL(url),
          init.method,
          typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        )
      },
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
      return json({
        entitlements: customer?.entitlements ?? [],
        pricing_plan_subscription_entitlements: (customer?.subscriptions ?? []).map(({ id, entitlements }) => ({
          pricing_plan_subscription_id: id,
          entitlements,
        })),
      })
    if (match !== null) {
      const { status = 'ACTIVE', timezone = 'UTC' } = customer ?? {}
      return json({ id: `cust_${reference}`, reference, status, timezone })
    }
    const several = this.#several(path, query)
    if (several !== undefined) return several
    if (path === '/v1/pricing-plan-subscriptions') return json({ data: this.#subscriptions(reference, customer) })
    if (path === '/v1/pricing-plan-schedules') return json({ data: this.#schedules(reference, customer) })
    if (path === '/v1/meters')
      return json({
        data: [...this.meters].map(([meter, properties]) => ({
          id: `metr_${meter}`,
          reference: meter,
          meter_properties: properties.map((property) => ({ id: `metp_${property}`, reference: property })),
        })),
      })
    if (path === '/v1/meter-values') return json({ data: [{ id: 'metv_1', reference: 'token_count', type: 'NUMBER' }] })
    if (path === '/v1/meter-properties') {
      const properties = [...new Set([...this.meters.values()].flat())]
      return json({
        data: properties.map((property) => ({ id: `metp_${property}`, reference: property, type: 'STRING' })),
      })
    }
    if (path === '/v1/ingest/meter-data') return json(this.#page(reference, query))
    if (['/v1/invoices', '/v1/pricing-plans', '/v1/meter-value-calculations'].includes(path)) return json({ data: [] })
    return notFound(path)
  }

  /** Returns what is asked about customers with `subscriptions`. */
  #several(path: string, query: URLSearchParams): Response | undefined {
    const all = [...this.customers.values()].flatMap(({ subscriptions = [] }) => subscriptions)
    if (all.length === 0) return undefined
    const [, kind, id = ''] = /^\/v1\/(pricing-plan-versions|product-items)\/(.+)$/.exec(path) ?? []
    if (path === '/v1/pricing-plan-subscriptions') {
      const customer = this.customers.get(query.get('customer_id')?.slice(5) ?? '')
      const data = (customer?.subscriptions ?? []).map(({ id: subscriptionId, createdAt }) => ({
        id: subscriptionId,
        status: 'ACTIVE',
        created_at: createdAt,
        billing_time: 'EXACT',
        billing_period: { type: 'MONTH', value: 1 },
      }))
      return json({ data })
    }
    if (path === '/v1/pricing-plan-schedules') {
      const found = all.find((one) => one.id === query.get('pricing_plan_subscription_id'))
      const version = `ppve_${found?.id}`
      return json({
        data: [{ id: `ppsc_${found?.id}`, start_at: found?.startAt, end_at: null, pricing_plan_version_id: version }],
      })
    }
    if (kind === 'pricing-plan-versions') {
      const { meters: counted = [], asks = [] } = all.find((one) => `ppve_${one.id}` === id) ?? {}
      const price = { type: 'FLAT', bands: [{ amount: { quantity: '0.01', currency: 'USD' } }] }
      const when = asks.map((property) => ({
        ...price,
        conditions: { meter_properties: [{ reference: property, comparator: 'EQUALS', value: 'x' }] },
      }))
      const items = counted.map((meter) => ({ product_item_ids: [`prit_${meter}`], configs: [...when, price] }))
      return json({ id, pricing_categories: [{ pricings: [{ items }] }] })
    }
    if (kind === 'product-items')
      return json({ id, usage_based: { meter_value_calculation_id: `mvca_${id.slice(5)}` } })
    if (path === '/v1/meter-value-calculations')
      return json({
        data: [...this.meters.keys()].map((meter) => ({
          id: `mvca_${meter}`,
          meter_id: `metr_${meter}`,
          meter_value_id: 'metv_1',
          calculation_type: 'SUM',
        })),
        total_number_of_pages: 1,
      })
    return undefined
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
    const wanted = query.get('reference')
    if (wanted !== null) {
      const event = this.events.get(wanted)
      return { data: event === undefined ? [] : [toWire(event)] }
    }
    const meter = query.get('meter_id')?.slice(5)
    const limit = Number(query.get('limit'))
    const page = Number(query.get('page'))
    const all = [...this.events.values()].filter((event) => event.customer === reference && event.meter === meter)
    const data = all.slice((page - 1) * limit, page * limit).map((event) => ({
      ...toWire(event),
      processed_details: this.process(event),
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
      const details = duplicate ? { type: 'DUPLICATE' } : this.process(fromWire(event))
      return { reference: event.reference, processed_details: details }
    })
    return json(path === '/v1/ingest/meter-datas' ? { meter_datas: stored } : stored[0], 201)
  }
}

interface WireEvent {
  reference: string
  pricing_plan_subscription_id?: string
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
    subscriptionId: event.pricing_plan_subscription_id,
    properties: Object.fromEntries(event.meter_properties.map(({ reference, value }) => [reference, value])),
  }
}

function toWire(event: StubEvent) {
  return {
    id: `mtda_${event.reference}`,
    reference: event.reference,
    customer_reference: event.customer,
    meter_reference: event.meter,
    timestamp: event.timestamp,
    pricing_plan_subscription_id: event.subscriptionId,
    meter_values: [{ reference: 'token_count', number: String(event.tokens) }],
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
