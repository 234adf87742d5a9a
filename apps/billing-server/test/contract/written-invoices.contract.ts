import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, inDays, stored } from './contract-world.ts'

const PATH = '/v1/invoices/{id}'
const usd = (quantity: string) => ({ quantity, currency: 'USD' }) as const

const linesOf = ({ periods }: Schema<'Invoice'>) =>
  (periods ?? []).flatMap(({ groups }) => (groups ?? []).flatMap((group) => group.lines ?? []))
const amountsOf = (invoice: Schema<'Invoice'>) => linesOf(invoice).map((line) => line.amount_excluding_tax?.quantity)

/** A ONE_OFF of a new customer, in dollars, taxed with 10 percent. */
async function oneOff(world: ContractWorld) {
  const customer = await world.customer()
  const entity = await world.billingEntity()
  const body = {
    type: 'ONE_OFF',
    customer_id: customer.id,
    billing_entity_id: entity.id,
    billing_currency: 'USD',
    sales_tax_percentage: '10',
  } as const
  return { customer, entity, invoice: stored(await unwrap(world.client.POST('/v1/invoices', { body }))) }
}

const setup = { pricing_type: 'FIXED', pricing_name: 'Setup', pricing_band: { fixed_amount: usd('250') } } as const

/** A FINAL invoice over 20.00 USD: 8 units at 2.50. */
async function finalInvoice(world: ContractWorld, daysAgo: number) {
  const subscribed = await world.drafted(daysAgo)
  await world.ingest(world.event(subscribed, '8', { timestamp: inDays(-daysAgo - 3) }))
  const params = { path: { id: subscribed.draft.id } }
  const invoice = stored(await unwrap(world.client.PATCH(PATH, { params, body: { status: 'FINAL' } })))
  return { ...subscribed, invoice }
}

export const writtenInvoices: ContractResource = {
  name: 'written invoices',
  type: 'INVOICE',
  rows: {
    createInvoice: [
      'stores every field of a one-off credit, as a DRAFT without lines',
      async (world) => {
        const { invoice: original, customer, subscription } = await finalInvoice(world, 21)
        const entity = await world.billingEntity()
        const body: Omit<Every<'InvoiceCreateRequest'>, 'customer_reference'> = {
          type: 'ONE_OFF_CREDIT',
          customer_id: customer.id,
          billing_entity_id: entity.id,
          billing_currency: 'USD',
          pricing_amount_type: 'EXCLUDING_TAX',
          purchase_order_number: 'PO-9',
          invoice_date: inDays(-1),
          delivery_date: inDays(-2),
          due_date: inDays(30),
          timezone: 'Europe/Amsterdam',
          on_hold: true,
          pricing_plan_subscription_ids: [subscription.id],
          payment_acceptor_ids: ['paya_1'],
          sales_tax_percentage: '8.25',
          credit: { original_invoice_id: original.id, note: 'Goodwill', credit_details_source: 'ORIGINAL' },
          notes: ['Sorry'],
          footnote: 'Chamber of commerce 1',
          custom_fields: [{ reference: 'deal', value: '1' }],
        }
        const created = await unwrap(world.client.POST('/v1/invoices', { body }))
        expect(created).toMatchObject({
          ...body,
          object_type: 'INVOICE',
          status: 'DRAFT',
          invoice_number: null,
          invoice_amount_including_tax: usd('0.00'),
          tax_summary: { base_amount: usd('0.00'), tax_amount: usd('0.00'), total_amount: usd('0.00') },
          credit: { original_invoice_info: { id: original.id, invoice_number: original.invoice_number } },
        })
        const params = { path: { id: created.id ?? '' } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(created)
        const query = { customer_id: customer.id, pricing_plan_subscription_id: subscription.id }
        const { data } = await unwrap(world.client.GET('/v1/invoices', { params: { query } }))
        expect(data.map(({ id }) => id)).toContain(created.id)
      },
    ],
    createInvoiceLine: [
      'adds a line with its text, dates, price and tax, and sums the invoice up',
      async (world) => {
        const { invoice } = await oneOff(world)
        const product = await world.productItem()
        const params = { path: { id: invoice.id } }
        const body: Omit<Every<'OneOffInvoiceLineCreateRequest'>, 'pricing_plan_subscription_id'> = {
          product_item_id: product.id,
          product_item_type: 'REVENUE',
          pricing_name: 'Consulting',
          start_at: '2026-01-15T00:00:00Z',
          end_at: '2026-01-16T00:00:00Z',
          pricing_type: 'FLAT',
          pricing_band: { amount: usd('0.015'), block_size: { number: '1000' } },
          volume: { number: '1234567' },
        }
        const first = await unwrap(world.client.POST('/v1/invoices/{id}/lines', { params, body }))
        expect(first).toMatchObject({
          status: 'DRAFT',
          invoice_amount_including_tax: usd('20.37'),
          tax_summary: { base_amount: usd('18.52'), tax_amount: usd('1.85'), total_amount: usd('20.37') },
          periods: [
            {
              period_order: 1,
              start_at: body.start_at,
              end_at: body.end_at,
              groups: [
                {
                  group_order: 1,
                  start_at: body.start_at,
                  lines: [
                    {
                      line_order: 1,
                      description: 'Consulting',
                      pricing_type: 'FLAT',
                      amount_excluding_tax: usd('18.52'),
                      product_items: [{ id: product.id }],
                      details: { pricing_amount: usd('18.518505'), meter_value: { number: '1234567' } },
                    },
                  ],
                },
              ],
            },
          ],
        })
        const deduction = {
          ...body,
          product_item_type: 'DEDUCTION',
          pricing_name: 'Discount',
          volume: { number: '1000' },
        }
        const second = await unwrap(
          world.client.POST('/v1/invoices/{id}/lines', { params, body: deduction as typeof body }),
        )
        // 1000 tokens cost 0.015, which is 0.02 at the line, half-even.
        expect(amountsOf(second)).toEqual(['18.52', '-0.02'])
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(second)
      },
    ],
    addInvoiceLine: [
      'adds a line by the older path',
      async (world) => {
        const { invoice } = await oneOff(world)
        const params = { path: { id: invoice.id } }
        const changed = await unwrap(world.client.POST('/v1/invoices/{id}/add-line', { params, body: setup }))
        expect(changed.invoice_amount_including_tax).toEqual(usd('275.00'))
        expect(linesOf(changed)).toMatchObject([{ description: 'Setup', amount_excluding_tax: usd('250.00') }])
      },
    ],
    replaceInvoiceLine: [
      'puts another line in its place, under the same id',
      async (world) => {
        const { invoice } = await oneOff(world)
        const path = { id: invoice.id }
        await unwrap(world.client.POST('/v1/invoices/{id}/lines', { params: { path }, body: setup }))
        const two = await unwrap(world.client.POST('/v1/invoices/{id}/lines', { params: { path }, body: setup }))
        const [id] = linesOf(two).map((line) => line.id ?? '')
        const body = { ...setup, pricing_name: 'Training', pricing_band: { fixed_amount: usd('99.99') } }
        const params = { path: { ...path, invoiceLineResourceId: id ?? '' } }
        const changed = await unwrap(
          world.client.PUT('/v1/invoices/{id}/lines/{invoiceLineResourceId}', { params, body }),
        )
        expect(linesOf(changed).map((line) => [line.id === id, line.description])).toEqual([
          [true, 'Training'],
          [false, 'Setup'],
        ])
        expect(changed.invoice_amount_including_tax).toEqual(usd('384.99'))
      },
    ],
    deleteInvoiceLine: [
      'takes a line off and counts the others anew',
      async (world) => {
        const { invoice } = await oneOff(world)
        const path = { id: invoice.id }
        await unwrap(world.client.POST('/v1/invoices/{id}/lines', { params: { path }, body: setup }))
        const body = { ...setup, pricing_name: 'Training' }
        const two = await unwrap(world.client.POST('/v1/invoices/{id}/lines', { params: { path }, body }))
        const params = { path: { ...path, invoiceLineResourceId: linesOf(two)[0]?.id ?? '' } }
        const left = await unwrap(world.client.DELETE('/v1/invoices/{id}/lines/{invoiceLineResourceId}', { params }))
        expect(linesOf(left)).toMatchObject([{ description: 'Training', line_order: 1 }])
        expect(left.invoice_amount_including_tax).toEqual(usd('275.00'))
        expect(await unwrap(world.client.GET(PATH, { params: { path } }))).toEqual(left)
      },
    ],
    creditInvoice: [
      'credits a part of a FINAL invoice with every field, and never more than is left',
      async (world) => {
        const { invoice, customer } = await finalInvoice(world, 22)
        const params = { path: { id: invoice.id } }
        const body: Omit<Every<'InvoiceActionCreditCreateRequest'>, 'groups'> = {
          note: 'Double booking',
          periods: [{ period_order: 1, groups: [{ group_order: 1, lines: [{ line_order: 1, amount: usd('2.00') }] }] }],
          force_init_on_hold: true,
          delivery_date: inDays(-30),
          credit_details_source: 'CURRENT',
        }
        const credit = await unwrap(world.client.POST('/v1/invoices/{id}/credit', { params, body }))
        expect(credit).toMatchObject({
          type: 'CREDIT',
          status: 'DRAFT',
          on_hold: true,
          customer_id: customer.id,
          delivery_date: body.delivery_date,
          invoice_amount_including_tax: usd('-2.00'),
          linked_invoices_ids: [invoice.id],
          credit: {
            original_invoice_id: invoice.id,
            original_invoice_info: { id: invoice.id, invoice_number: invoice.invoice_number },
            note: 'Double booking',
            credit_details_source: 'CURRENT',
          },
        })
        const groups = [{ group_order: 1, amount: usd('18.01') }]
        const refused = await world.client.POST('/v1/invoices/{id}/credit', { params, body: { groups } })
        expect([refused.response.status, refused.error]).toMatchObject([
          400,
          { code: 'INVALID_FIELD', field: 'groups.0.amount', message: expect.stringContaining('18.00') },
        ])
        const rest = await unwrap(world.client.POST('/v1/invoices/{id}/credit', { params, body: {} }))
        expect(rest.invoice_amount_including_tax).toEqual(usd('-18.00'))
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(invoice)
      },
    ],
    creditAndCopyInvoice: [
      'credits a FINAL invoice and copies it, and makes either FINAL when asked to',
      async (world) => {
        const { invoice } = await finalInvoice(world, 23)
        const params = { path: { id: invoice.id } }
        const body: Every<'CreditAndCopyInvoiceRequestCreateRequest'> = {
          update_credit_invoice_to_final: true,
          update_new_invoice_to_final: false,
          credit_details_source: 'ORIGINAL',
        }
        const made = await unwrap(world.client.POST('/v1/invoices/{id}/credit_and_copy', { params, body }))
        expect(made.original_invoice_id).toBe(invoice.id)
        const get = (id: string | undefined) => unwrap(world.client.GET(PATH, { params: { path: { id: id ?? '' } } }))
        const credit = await get(made.credit_invoice_id)
        const copy = await get(made.new_invoice_id)
        expect(credit).toMatchObject({ type: 'CREDIT', status: 'FINAL', invoice_amount_including_tax: usd('-20.00') })
        expect(copy).toMatchObject({ type: 'ONE_OFF', status: 'DRAFT', invoice_amount_including_tax: usd('20.00') })
        expect(linesOf(copy)).toMatchObject(
          linesOf(invoice).map(({ id: _id, product_items: _items, ...line }) => line) as object[],
        )
        const line = { params: { path: { id: copy.id ?? '' } }, body: setup }
        const changed = await unwrap(world.client.POST('/v1/invoices/{id}/lines', line))
        expect(changed.invoice_amount_including_tax).toEqual(usd('270.00'))
      },
    ],
    archiveInvoice: [
      'archives a DRAFT that was written; it is never numbered and gives back what it credited',
      async (world) => {
        const { invoice } = await finalInvoice(world, 24)
        const params = { path: { id: invoice.id } }
        const credit = stored(await unwrap(world.client.POST('/v1/invoices/{id}/credit', { params, body: {} })))
        const of = { params: { path: { id: credit.id } } }
        const archived = await unwrap(world.client.POST('/v1/invoices/{id}/archive', of))
        expect(archived).toMatchObject({ id: credit.id, status: 'ARCHIVED', invoice_number: null })
        expect(await unwrap(world.client.GET(PATH, of))).toEqual(archived)
        const again = await unwrap(world.client.POST('/v1/invoices/{id}/credit', { params, body: {} }))
        expect(again.invoice_amount_including_tax).toEqual(usd('-20.00'))
        const final = await world.client.POST('/v1/invoices/{id}/archive', { params })
        expect([final.response.status, final.error]).toMatchObject([400, { code: 'INVALID_OPERATION' }])
      },
    ],
  },
}
