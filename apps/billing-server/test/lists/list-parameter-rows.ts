import { expect } from 'vitest'
import type { Answer } from '../test-server.ts'
import type { ListWorld } from './list-world.ts'

type Entry = Answer['body']

interface Listed {
  /** The whole list, in the order that it has by itself. */
  readonly all: readonly Entry[]
  readonly world: ListWorld
  readonly call: (query: Readonly<Record<string, string>>) => Promise<Answer>
}

/** Fails when the parameter changes nothing, or something else than it says. */
type ParameterRow = (listed: Listed) => Promise<void>

const idsOf = (entries: readonly Entry[]): unknown[] => entries.map((entry) => entry.id ?? entry.object_type)
const byText = (one: unknown, other: unknown): number => (String(one) < String(other) ? -1 : 1)

/** The parameter with this value leaves exactly the entries that the condition says, and not all of them. */
function filters(
  name: string,
  value: string | ((world: ListWorld) => string),
  keeps: (entry: Entry, value: string) => boolean,
  also: Readonly<Record<string, string>> = {},
): ParameterRow {
  return async ({ all, world, call }) => {
    const given = typeof value === 'string' ? value : value(world)
    const wanted = idsOf(all.filter((entry) => keeps(entry, given)))
    const answer = await call({ limit: '100', ...also, [name]: given })
    const { status, body } = answer
    expect(status, JSON.stringify(body)).toBe(200)
    expect(idsOf(body.data)).toEqual(wanted)
    expect(wanted.length, 'the filter leaves all').toBeLessThan(all.length)
  }
}

/** As `filters`, where something has to be left. */
function finds(...given: Parameters<typeof filters>): ParameterRow {
  const [name, value, keeps] = given
  return async (listed) => {
    const asked = typeof value === 'string' ? value : value(listed.world)
    expect(listed.all.filter((entry) => keeps(entry, asked)).length, `${name} finds nothing`).toBeGreaterThan(0)
    await filters(...given)(listed)
  }
}

const limit: ParameterRow = async ({ all, call }) => {
  expect(idsOf((await call({ limit: '1' })).body.data)).toEqual(idsOf(all.slice(0, 1)))
  expect(await call({ limit: '0' })).toMatchObject({ status: 400, body: { field: 'limit' } })
}

const page: ParameterRow = async ({ all, call }) => {
  expect(idsOf((await call({ page: '2', limit: '1' })).body.data)).toEqual(idsOf(all.slice(1, 2)))
  expect(await call({ page: '0' })).toMatchObject({ status: 400, body: { field: 'page' } })
}

/** The key of each order that is not by the member of its name. `undefined` comes last. */
const KEYS: Readonly<Record<string, (entry: Entry) => string | number | undefined>> = {
  billing_period: ({ billing_period: period }) =>
    period.value * ({ DAY: 1, WEEK: 7, MONTH: 30, YEAR: 365 }[period.type as 'DAY'] ?? 0),
  invoice_amount_including_tax: (entry) => Number(entry.invoice_amount_including_tax.quantity),
}
/** Orders by what is not in the answer: only that they are taken is seen here, the rest in the contract's scenarios. */
const HIDDEN = ['updated_at', 'start_at', 'pricing_plan_name', 'created_at', 'invoice_amount_including_tax']

const orderBy: ParameterRow = async ({ all, call }) => {
  const refused = await call({ order_by: 'no_such_member' })
  expect([refused.status, refused.body.field]).toEqual([400, 'order_by'])
  const allowed = refused.body.message.replace(/^value is not (one of )?/, '').split(', ') as string[]
  expect(allowed.length).toBeGreaterThan(0)
  for (const name of allowed) {
    const [up, down] = [
      await call({ order_by: name, order_direction: 'asc', limit: '100' }),
      await call({ order_by: name, order_direction: 'desc', limit: '100' }),
    ]
    expect([up.status, down.status], `${name}: ${JSON.stringify(up.body)}`).toEqual([200, 200])
    expect(idsOf(up.body.data).toSorted(byText)).toEqual(idsOf(all).toSorted(byText))
    if (HIDDEN.includes(name)) continue
    const keysOf = (entries: readonly Entry[]) =>
      entries.map(KEYS[name] ?? ((entry) => entry[name])).filter((key) => key != null)
    const sorted = keysOf(all).toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    expect(keysOf(up.body.data), `${name} asc`).toEqual(sorted)
    expect(keysOf(down.body.data), `${name} desc`).toEqual(sorted.toReversed())
  }
}

const orderDirection: ParameterRow = async ({ call }) => {
  // The first of what the list may be sorted by: searches by name have entries without one.
  const { message } = (await call({ order_by: 'no_such_member' })).body
  const [name = ''] = message.replace(/^value is not (one of )?/, '').split(', ')
  const query = { order_by: message.includes('created_at') ? 'created_at' : name, limit: '100' }
  const [up, down] = [
    await call({ ...query, order_direction: 'asc' }),
    await call({ ...query, order_direction: 'desc' }),
  ]
  expect(idsOf(up.body.data)).toEqual(idsOf(down.body.data).toReversed())
  expect(up.body.data.length).toBeGreaterThan(1)
}

/** Proves that `expand[]` is looked at; expand.test.ts proves what it expands. */
const expand: ParameterRow = async ({ call }) => {
  const refused = await call({ 'expand[]': 'no_such_id' })
  expect([refused.status, refused.body.field, refused.body.code]).toEqual([400, 'expand[]', 'INVALID_FIELD'])
}

const is =
  (member: string) =>
  (entry: Entry, value: string): boolean =>
    String(entry[member]) === value
const inRegion = (entry: Entry): boolean =>
  (entry.custom_fields ?? []).some((field: Entry) => field.reference === 'region' && field.value === 'EU')

const includes =
  (query: Readonly<Record<string, string>>, look: (invoice: Entry) => unknown): ParameterRow =>
  async ({ all, call }) => {
    expect(all.map(look)).toEqual(all.map(() => undefined))
    const shown = (await call({ limit: '100', ...query })).body.data as Entry[]
    expect(shown.some((invoice) => look(invoice) !== undefined)).toBe(true)
  }

/** By operation and parameter, or by the parameter alone where it means the same everywhere. */
const ROWS: Readonly<Record<string, ParameterRow>> = {
  page,
  limit,
  order_by: orderBy,
  order_direction: orderDirection,
  'expand[]': expand,
  custom_field: async (listed) => {
    await finds('custom_field', 'region:EU', inRegion)(listed)
    expect(await listed.call({ custom_field: 'region' })).toMatchObject({
      status: 400,
      body: { field: 'custom_field' },
    })
  },
  'statuses[]': finds('statuses[]', 'ACTIVE', is('status')),
  customer_id: finds('customer_id', ({ customerId }) => customerId, is('customer_id')),
  'listPricingPlans.statuses[]': finds('statuses[]', 'ACTIVE', (plan) =>
    plan.pricing_plan_version_infos.some((info: Entry) => info.status === 'ACTIVE'),
  ),
  'listPricingPlans.type': finds('type', 'CUSTOM', is('type')),
  'listPricingPlans.variants[]': finds('variants[]', 'RATE_CARD', is('variant')),
  'listInvoices.statuses[]': finds('statuses[]', 'FINAL', is('status')),
  'listBulkActionItems.statuses[]': filters('statuses[]', 'FAILED', is('status')),
  'listPricingPlans.customer_id': finds('customer_id', ({ ownerId }) => ownerId, is('customer_id')),
  'listProducts.customer_id': finds('customer_id', ({ ownerId }) => ownerId, is('customer_id')),
  'listProductItems.customer_id': finds('customer_id', ({ ownerId }) => ownerId, is('customer_id')),
  'listProductCategories.customer_id': finds('customer_id', ({ ownerId }) => ownerId, is('customer_id')),
  'listWallets.customer_id': finds('customer_id', ({ wallet }) => wallet.customerId, is('customer_id')),
  'listWalletGrants.customer_id': finds('customer_id', ({ wallet }) => wallet.customerId, is('customer_id')),
  'listWallets.wallet_type_id': finds('wallet_type_id', ({ wallet }) => wallet.typeId, is('wallet_type_id')),
  'listWalletGrants.wallet_id': finds('wallet_id', ({ wallet }) => wallet.id, is('wallet_id')),
  'listCustomers.reference': finds('reference', ({ customerReference }) => customerReference, is('reference')),
  product_category_id: finds('product_category_id', ({ categoryId }) => categoryId, is('category_id')),
  product_id: finds('product_id', ({ productId }) => productId, is('product_id')),
  meter_id: finds('meter_id', ({ meterId }) => meterId, is('meter_id')),
  // Without more a list of events leaves the repeated reports out; by reference it has them.
  ...Object.fromEntries(
    ['listMeterData', 'listEvents'].flatMap((id) => [
      [`${id}.reference`, eventsWith('reference')],
      [`${id}.processed_details_type`, eventsWith('processed_details_type')],
      [`${id}.deleted`, finds('deleted', 'true', is('deleted'))],
    ]),
  ),
  'listReprocesses.type': finds('type', 'CUSTOMER', is('type')),
  'listReprocesses.status': async ({ all, call }) => {
    expect(idsOf((await call({ limit: '100', status: 'COMPLETED' })).body.data)).toEqual(idsOf(all))
    // A run is done before it is answered: none has another state.
    expect(await call({ status: 'RUNNING' })).toMatchObject({ status: 400, body: { field: 'status' } })
  },
  'listPricingPlanSubscriptions.pricing_plan_subscription_group_id': finds(
    'pricing_plan_subscription_group_id',
    'group-1',
    is('pricing_plan_subscription_group_id'),
  ),
  'listPricingPlanSubscriptions.reference': async (listed) => {
    const { subscriptionReference: reference, customerId } = listed.world
    const { body } = await listed.call({ customer_id: customerId, reference })
    expect(idsOf(body.data)).toEqual([listed.world.subscriptionId])
    const { body: none } = await listed.call({ customer_id: customerId, reference: 'another' })
    expect(none.data).toEqual([])
    expect((await listed.call({ reference })).body.field).toBe('customer_id')
  },
  'listPricingPlanSubscriptions.type': finds('type', 'TEMPLATE', is('type')),
  'listPricingPlanSubscriptions.variant': finds('variant', 'SELLER', is('variant')),
  'listPricingPlanSubscriptions.status': finds('status', 'ACTIVE', is('status')),
  'listPricingPlanSubscriptions.start_at': startsBetween(),
  'listPricingPlanSubscriptions.created_at': createdBetween(),
  'listPricingPlanSchedules.pricing_plan_subscription_id': finds(
    'pricing_plan_subscription_id',
    ({ subscriptionId }) => subscriptionId,
    is('pricing_plan_subscription_id'),
  ),
  'listInvoices.pricing_plan_subscription_id': finds(
    'pricing_plan_subscription_id',
    ({ subscriptionId }) => subscriptionId,
    (invoice, id) => invoice.pricing_plan_subscription_ids.includes(id),
  ),
  'listInvoices.invoice_date': datedBetween(),
  'listInvoices.paid': filters('paid', 'true', is('paid')),
  'listInvoices.on_hold': finds('on_hold', 'true', is('on_hold')),
  include_periods: includes({ include_periods: 'true' }, (invoice) => invoice.periods),
  include_lines: includes({ include_lines: 'true' }, (invoice) => invoice.periods?.[0]?.groups?.[0]?.lines),
  'listWebhookActions.order_direction': async ({ all, call }) => {
    const { body } = await call({ order_by: 'object_type', order_direction: 'desc', limit: '100' })
    expect(idsOf(body.data)).toEqual(idsOf(all).toReversed())
  },
  'listWebhookEvents.webhook_id': finds('webhook_id', ({ webhookId }) => webhookId, is('webhook_id')),
  'listWebhookEvents.status': filters('status', 'SUCCEEDED', is('status')),
}

export const parameterRows = (operation: string, parameter: string): ParameterRow | undefined =>
  ROWS[`${operation}.${parameter}`] ?? ROWS[parameter]

function eventsWith(name: 'reference' | 'processed_details_type'): ParameterRow {
  return async ({ all, world, call }) => {
    if (name === 'reference') {
      const { body } = await call({ reference: world.eventReference })
      expect(body.data.map((event: Entry) => event.reference)).toEqual([world.eventReference, world.eventReference])
      return
    }
    const duplicates = (await call({ processed_details_type: 'DUPLICATE' })).body.data
    expect(duplicates.map((event: Entry) => event.processed_details.type)).toEqual(['DUPLICATE'])
    const unmatched = (await call({ processed_details_type: 'NOT_MATCHED' })).body.data
    expect(idsOf(unmatched)).toEqual(idsOf(all.filter((event) => event.processed_details.type === 'NOT_MATCHED')))
    expect(unmatched).toHaveLength(2)
  }
}

/**
 * A range around one entry's instant takes it and not what lies outside; both ends count; an invalid range is refused.
 */
function ranges(name: string, instantOf: (entry: Entry) => string | undefined): ParameterRow {
  return async ({ all, call }) => {
    const instants = all.map(instantOf).filter((instant) => instant !== undefined)
    const first = instants.toSorted()[0] ?? ''
    const within = (entry: Entry) => (instantOf(entry) ?? '9999') === first
    await finds(name, `[${first},${first}]`, within)({ all, call, world: {} as ListWorld })
    const { body } = await call({ [name]: '[2000-01-01T00:00:00Z,2000-02-01T00:00:00Z]' })
    expect(body.data).toEqual([])
    for (const bad of [
      'yesterday',
      '[2026-01-01T00:00:00Z,',
      '[a,b,c]',
      '[0000-01-01T00:00:00Z,9999-01-01T00:00:00Z]',
    ]) {
      expect(await call({ [name]: bad })).toMatchObject({ status: 400, body: { field: name } })
    }
  }
}

function startsBetween(): ParameterRow {
  return ranges('start_at', (entry) => entry.pricing_plan_schedule_infos[0]?.start_at)
}

function datedBetween(): ParameterRow {
  return ranges('invoice_date', (entry) => entry.invoice_date)
}

function createdBetween(): ParameterRow {
  return async ({ all, call }) => {
    const range = `[${new Date(Date.now() - 3_600_000).toISOString()},${new Date(Date.now() + 3_600_000).toISOString()}]`
    expect((await call({ created_at: range, limit: '100' })).body.data).toHaveLength(all.length)
    expect((await call({ created_at: '[2000-01-01T00:00:00Z,2000-02-01T00:00:00Z]' })).body.data).toEqual([])
    expect((await call({ created_at: 'now' })).body.field).toBe('created_at')
  }
}
