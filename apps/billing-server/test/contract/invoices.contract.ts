import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { inDays } from './contract-world.ts'

const PATH = '/v1/invoices/{id}'

const linesOf = ({ periods }: Schema<'Invoice'>) =>
  (periods ?? []).flatMap(({ groups }) => (groups ?? []).flatMap((group) => group.lines ?? []))

export const invoices: ContractResource = {
  name: 'invoices',
  type: 'INVOICE',
  rows: {
    getInvoice: [
      'bills what was used at the price of the plan, with periods and lines',
      async (world) => {
        const subscribed = await world.subscribed()
        await world.ingest(world.event(subscribed, '8'))
        const { id } = await world.openInvoice(subscribed.customer.id)
        const invoice = await unwrap(world.client.GET(PATH, { params: { path: { id } } }))
        expect(invoice).toMatchObject({
          object_type: 'INVOICE',
          id,
          status: 'OPEN',
          type: 'STANDARD',
          customer_id: subscribed.customer.id,
          customer_reference: subscribed.customer.reference,
          billing_entity_id: subscribed.subscription.billing_entity_id,
          billing_currency: 'USD',
          invoice_number: null,
          pricing_plan_subscription_ids: [subscribed.subscription.id],
          invoice_amount_including_tax: { quantity: '20.00', currency: 'USD' },
          periods: [{ start_at: subscribed.schedule.start_at }],
        })
        expect(linesOf(invoice)).toMatchObject([
          { pricing_type: 'FLAT', meter_value: { number: '8' }, amount_excluding_tax: { quantity: '20.00' } },
        ])
      },
    ],
    listInvoices: [
      'lists by customer, subscription, status and hold, with as much detail as was asked for',
      async (world) => {
        const subscribed = await world.subscribed()
        const { customer, subscription } = subscribed
        await world.ingest(world.event(subscribed, '1'))
        await world.subscribed()
        type Query = {
          pricing_plan_subscription_id?: string
          'statuses[]'?: ['OPEN' | 'FINAL']
          on_hold?: 'true' | 'false'
          include_periods?: boolean
          include_lines?: boolean
        }
        const list = async (query: Query) => {
          const params = { query: { customer_id: customer.id, ...query } }
          return (await unwrap(world.client.GET('/v1/invoices', { params }))).data
        }
        const [short, ...others] = await list({ pricing_plan_subscription_id: subscription.id })
        expect(others).toEqual([])
        expect(short).toMatchObject({ pricing_plan_subscription_ids: [subscription.id], status: 'OPEN' })
        expect(short).not.toHaveProperty('periods')
        const [withPeriods] = await list({ include_periods: true })
        expect(withPeriods?.periods).toHaveLength(1)
        expect(withPeriods?.periods?.[0]?.groups?.[0]).not.toHaveProperty('lines')
        const full = await unwrap(world.client.GET(PATH, { params: { path: { id: short?.id ?? '' } } }))
        expect(await list({ include_periods: true, include_lines: true })).toEqual([full])
        expect(await list({ 'statuses[]': ['FINAL'] })).toEqual([])
        expect(await list({ 'statuses[]': ['OPEN'], on_hold: 'false' })).toHaveLength(1)
        expect(await list({ on_hold: 'true' })).toEqual([])
      },
    ],
    previewInvoice: [
      'shows the invoices of a subscription, and of a template for a customer, and stores nothing',
      async (world) => {
        const sold = await world.soldPlan()
        const draft = await world.subscription()
        const schedule = await world.schedule({
          pricing_plan_subscription_id: draft.id,
          pricing_plan_version_id: sold.version.id,
        })
        const start_at = '2026-05-01T00:00:00Z'
        const customizations = [{ pricing_plan_schedule_id: schedule.id, billing_period: { type: 'WEEK', value: 1 } }]
        const preview = await unwrap(
          world.client.POST('/v1/invoices/preview', {
            body: {
              pricing_plan_subscription_id: draft.id,
              start_at,
              invoices_per_schedule: 3,
              enabled_pricings: [],
              pricing_plan_schedule_customizations: customizations as { pricing_plan_schedule_id: string }[],
            },
          }),
        )
        expect(preview.first_invoice).toMatchObject({
          invoice_number: 'PREVIEW',
          status: 'DRAFT',
          type: 'STANDARD',
          customer_id: draft.customer_id,
          periods: [{ start_at, end_at: '2026-05-08T00:00:00Z' }],
        })
        expect(preview.first_invoice).not.toHaveProperty('id')
        const [info, ...others] = preview.invoice_infos ?? []
        expect([info?.pricing_plan_schedule_id, others]).toEqual([schedule.id, []])
        expect(info?.invoices?.map(({ invoice_date: date }) => date)).toEqual([
          '2026-05-08T00:00:00Z',
          '2026-05-15T00:00:00Z',
          '2026-05-22T00:00:00Z',
        ])
        const template = await world.subscription({ type: 'TEMPLATE' })
        await world.schedule({ pricing_plan_subscription_id: template.id, pricing_plan_version_id: sold.version.id })
        const reference = world.reference('prospect')
        const body = {
          template_pricing_plan_subscription_id: template.id,
          customer_details: { reference, type: 'ORGANIZATION', timezone: 'America/New_York' } as const,
          start_at: '2026-05-01T04:00:00Z',
        }
        const offered = await unwrap(world.client.POST('/v1/invoices/preview', { body }))
        expect(offered.invoice).toMatchObject({ customer_reference: reference, timezone: 'America/New_York' })
        expect(offered.invoice?.periods?.[0]?.end_at).toBe('2026-06-01T04:00:00Z')
        const stored = await world.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } })
        expect(stored.response.status).toBe(404)
        const one = { params: { path: { id: schedule.id } } }
        expect(await unwrap(world.client.GET('/v1/pricing-plan-schedules/{id}', one))).toEqual(schedule)
        const query = { customer_id: draft.customer_id ?? '' }
        expect((await unwrap(world.client.GET('/v1/invoices', { params: { query } }))).data).toEqual([])
      },
    ],
    refreshInvoice: [
      'reads again what it comes from, in place of what was set on it',
      async (world) => {
        const subscribed = await world.subscribed({ subscription: { purchase_order_number: 'PO-1' } })
        await world.ingest(world.event(subscribed, '8'))
        const { id } = await world.openInvoice(subscribed.customer.id)
        const params = { path: { id } }
        const body = { purchase_order_number: 'PO-2', sales_tax_percentage: '10', footnote: 'Kept' }
        const set = await unwrap(world.client.PATCH(PATH, { params, body }))
        expect(set.invoice_amount_including_tax?.quantity).toBe('22.00')
        const refresh = (types: NonNullable<Schema<'RefreshInvoiceCreateRequest'>['types']>) =>
          unwrap(world.client.POST('/v1/invoices/{id}/refresh', { params, body: { types } }))
        expect(await refresh(['PO_NUMBER'])).toMatchObject({ ...body, purchase_order_number: 'PO-1' })
        const full = await refresh(['FULL'])
        expect(full).toMatchObject({
          purchase_order_number: 'PO-1',
          sales_tax_percentage: null,
          footnote: 'Kept',
          invoice_amount_including_tax: { quantity: '20.00' },
        })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(full)
      },
    ],
    getInvoicePdf: [
      'is a PDF of the invoice',
      async (world) => {
        const { customer } = await world.subscribed()
        const { id } = await world.openInvoice(customer.id)
        const got = await world.client.GET('/v1/invoices/{id}/pdf', { params: { path: { id } }, parseAs: 'blob' })
        expect((await got.data?.text())?.slice(0, 5)).toBe('%PDF-')
        expect(got.response.headers.get('content-type')).toBe('application/pdf')
      },
    ],
    updateInvoice: [
      'changes every field of an invoice that is not FINAL, and holds it',
      async (world) => {
        const { customer } = await world.subscribed()
        const { id } = await world.openInvoice(customer.id)
        const params = { path: { id } }
        const body: Omit<Every<'InvoiceUpdateRequest'>, 'status'> = {
          on_hold: true,
          purchase_order_number: 'PO-7',
          invoice_date: inDays(40),
          delivery_date: inDays(41),
          due_date: inDays(60),
          payment_acceptor_ids: ['paya_1'],
          sales_tax_percentage: '0',
          notes: ['Thank you'],
          footnote: 'Chamber of commerce 1',
          custom_fields: [{ reference: 'deal', value: '1' }],
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject({ ...body, status: 'OPEN' })
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { on_hold: false } }))
        expect(one).toMatchObject({ ...body, on_hold: false })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    searchInvoices: [
      'finds invoices by customer, status and number, running ones and FINAL ones, with as much detail as was asked for',
      async (world) => {
        const { draft, customer } = await world.drafted(2)
        const params = { path: { id: draft.id } }
        const final = await unwrap(world.client.PATCH(PATH, { params, body: { status: 'FINAL' } }))
        const search = async (body: Schema<'SearchCreateRequest'>, include: boolean) => {
          const query = { include_periods: include, include_lines: include }
          return (await unwrap(world.client.POST('/v1/invoices/search', { params: { query }, body }))).data
        }
        const ofCustomer = { name: 'customer_id', value: customer.id }
        const running = await world.openInvoice(customer.id)
        expect(await search({ filter_fields: [ofCustomer] }, true)).toEqual(expect.arrayContaining([running, final]))
        const { periods: _periods, ...short } = final
        const isFinal = { filter_fields: [ofCustomer, { name: 'status', value: 'FINAL' }] }
        expect(await search(isFinal, false)).toEqual([short])
        expect(await search(isFinal, true)).toEqual([final])
        const value = final.invoice_number ?? ''
        expect(await search({ search_fields: [{ name: 'invoice_number', value }] }, false)).toEqual([short])
        expect(await search({ search_fields: [{ name: 'invoice_number', value: `${value}0` }] }, false)).toEqual([])
      },
    ],
  },
}
