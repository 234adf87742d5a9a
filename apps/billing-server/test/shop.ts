import type { Answer, TestServer } from './test-server.ts'
import { WorldSnapshots } from './world-snapshots.ts'

/** A rule as a request sends it, without the ids that the server gives. */
export type Rule = Readonly<Record<string, unknown>>

/** A sale to a customer. */
export interface Sale {
  readonly customerId: string
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly versionId: string
  /** Ids of the rules of each item, in their order. */
  readonly rules: Readonly<Record<string, readonly string[]>>
}

/** A line of an invoice as a test reads it: what it is for and what it costs. */
export type Bill = readonly (readonly [description: string, amount: string])[]

type ItemName = 'platform' | 'seats' | 'tokens' | 'tasks'

/** Ids of what every shop has. */
interface ShopIds {
  readonly items: Readonly<Record<ItemName, string>>
  readonly category: string
  readonly product: string
}

const shops = new WorldSnapshots<ShopIds>()

/**
 * A catalog with an item of each kind: a recurring fee, seats, tokens that add up, tasks of which each counts once.
 * Sells plans of these items, at the rules of a test, from 1 January 2026.
 */
export class Shop {
  readonly #server: TestServer
  readonly #items: Readonly<Record<ItemName, string>>
  readonly #categoryId: string
  readonly #productId: string
  #plans = 0

  private constructor(server: TestServer, ids: ShopIds) {
    this.#server = server
    this.#items = ids.items
    this.#categoryId = ids.category
    this.#productId = ids.product
  }

  /** Opens a shop on a server: in one that is empty by its calls the first time, then by the rows that they left. */
  static async open(server: TestServer): Promise<Shop> {
    return new Shop(server, await shops.make(server, 'shop', () => Shop.#build(server)))
  }

  static async #build(server: TestServer): Promise<ShopIds> {
    const value = await server.must('POST', '/v1/meter-values', active('count', { type: 'NUMBER' }))
    const model = await server.must('POST', '/v1/meter-properties', active('model_id', { type: 'STRING' }))
    const task = await server.must('POST', '/v1/meter-properties', active('task_id', { type: 'STRING' }))
    const meter = (reference: string, property: string) =>
      server.must('POST', '/v1/meters', {
        ...active(reference),
        meter_values: [{ id: value.id, required: true }],
        meter_properties: [{ id: property }],
      })
    const tokens = await meter('tokens', model.id)
    const tasks = await meter('tasks', task.id)
    const sum = await server.must('POST', '/v1/meter-value-calculations', {
      reference: 'tokens_sum',
      calculation_type: 'SUM',
      meter_id: tokens.id,
      meter_value_id: value.id,
    })
    const unique = await server.must('POST', '/v1/meter-value-calculations', {
      reference: 'different_tasks',
      calculation_type: 'UNIQUE',
      meter_id: tasks.id,
      meter_property_id: task.id,
    })
    const category = await server.must('POST', '/v1/product-categories', { reference: 'ai', name: 'AI' })
    const product = await server.must('POST', '/v1/products', {
      reference: 'agent',
      name: 'Agent',
      category_id: category.id,
    })
    const item = async (reference: ItemName, model_type: string, calculation?: string) => {
      const usage_based = calculation && { meter_value_calculation_id: calculation }
      const body = { product_id: product.id, reference, name: reference, model_type }
      return (await server.must('POST', '/v1/product-items', { ...body, ...(usage_based && { usage_based }) })).id
    }
    const items = {
      platform: await item('platform', 'RECURRING'),
      seats: await item('seats', 'PER_SEAT'),
      tokens: await item('tokens', 'USAGE_BASED', sum.id),
      tasks: await item('tasks', 'USAGE_BASED', unique.id),
    }
    await server.must('POST', `/v1/products/${product.id}/activate?align_product_item_status=true`)
    await server.must('POST', '/v1/billing-entities', { reference: 'our-company', legal_name: 'Our Company' })
    return { items, category: category.id, product: product.id }
  }

  /** The request for a version of a new plan with these items; `more` goes into the version. */
  async versionOf(items: { readonly [Name in ItemName]?: Rule }, more: object = {}): Promise<object> {
    this.#plans += 1
    const reference = `plan-${this.#plans}`
    const plan = await this.#server.must('POST', '/v1/pricing-plans', { reference, name: reference })
    return {
      pricing_plan_id: plan.id,
      status: 'ACTIVE',
      pricing_categories: [
        {
          product_category_id: this.#categoryId,
          pricings: [
            {
              product_ids: [this.#productId],
              items: Object.entries(items).map(([name, content]) => ({
                product_item_ids: [this.#items[name as ItemName]],
                ...content,
              })),
            },
          ],
        },
      ],
      ...more,
    }
  }

  /** Subscribes a new customer to a version; `terms` of the schedule may need the ids of the version's rules. */
  async sell(
    customer: string,
    version: object,
    options: {
      readonly currency?: string
      readonly subscription?: object
      readonly terms?: (rules: Sale['rules']) => object
    } = {},
  ): Promise<Sale> {
    const made = await this.#server.must('POST', '/v1/pricing-plan-versions', version)
    const rules = this.#rulesOf(made)
    const subscribed = await this.#server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: customer, type: 'ORGANIZATION' },
      pricing_plan_subscription: {
        reference: 'subscription',
        billing_currency: options.currency ?? 'USD',
        ...options.subscription,
      },
      pricing_plan_schedules: [
        { pricing_plan_version_id: made.id, start_at: '2026-01-01T00:00:00Z', ...options.terms?.(rules) },
      ],
      pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
    })
    return {
      customerId: subscribed.customer.id,
      subscriptionId: subscribed.pricing_plan_subscription.id,
      scheduleId: subscribed.pricing_plan_schedules[0].id,
      versionId: made.id,
      rules,
    }
  }

  /** Reports usage on a day of 2026, `01-20`; the reference is made of what is given. */
  report(
    customer: string,
    meter: 'tokens' | 'tasks',
    day: string,
    number: string,
    property?: string,
  ): Promise<Answer['body']> {
    const name = meter === 'tokens' ? 'model_id' : 'task_id'
    this.#events += 1
    return this.#server.must('POST', '/v1/ingest/meter-data', {
      reference: `${customer}-event-${this.#events}`,
      meter_reference: meter,
      customer_reference: customer,
      timestamp: `2026-${day}T12:00:00Z`,
      meter_values: [{ reference: 'count', number }],
      meter_properties: property === undefined ? [] : [{ reference: name, value: property }],
    })
  }
  #events = 0

  /** The FINAL invoices of a customer, oldest first, each as its lines and its total. */
  async bills(customerId: string): Promise<{ readonly lines: Bill; readonly total: string }[]> {
    const { data } = await this.#server.must(
      'GET',
      `/v1/invoices?customer_id=${customerId}&statuses[]=FINAL&include_lines=true&order_by=invoice_date&order_direction=asc`,
    )
    return (data as Invoice[]).map(({ periods, invoice_amount_including_tax: total }) => ({
      total: `${total.quantity} ${total.currency}`,
      lines: periods
        .flatMap(({ groups }) => groups.flatMap(({ lines }) => lines))
        .map(({ description, amount_excluding_tax: amount }) => [description, amount.quantity]),
    }))
  }

  #rulesOf(version: { pricing_categories: { pricings: { items: WireItem[] }[] }[] }): Record<string, string[]> {
    const names = new Map(Object.entries(this.#items).map(([name, id]) => [id, name]))
    const items = version.pricing_categories.flatMap(({ pricings }) => pricings.flatMap((pricing) => pricing.items))
    return Object.fromEntries(
      items.map(({ product_item_ids: ids, configs }) => [names.get(ids[0] ?? '') ?? '', configs.map(({ id }) => id)]),
    )
  }
}

interface WireItem {
  readonly product_item_ids: string[]
  readonly configs: { readonly id: string }[]
}

interface Invoice {
  readonly invoice_amount_including_tax: { readonly quantity: string; readonly currency: string }
  readonly periods: {
    readonly groups: {
      readonly lines: { readonly description: string; readonly amount_excluding_tax: { readonly quantity: string } }[]
    }[]
  }[]
}

const active = (reference: string, more: object = {}) => ({ reference, name: reference, status: 'ACTIVE', ...more })

/** Money in dollars. */
export const usd = (quantity: string) => ({ quantity, currency: 'USD' })

/** A band with a price for so many units. */
export const priced = (quantity: string, units: string, upTo?: string) => ({
  amount: usd(quantity),
  block_size: { number: units },
  ...(upTo === undefined ? {} : { tier_top_bound: { number: upTo } }),
})
