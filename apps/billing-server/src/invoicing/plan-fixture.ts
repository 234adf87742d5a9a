import type { Schema } from '@tallygate/client'
import type { InvoiceContext, InvoicePeriodInput } from './invoice-input.ts'
import { planInvoicePeriod } from './plan-invoice.ts'
import { catalogFixture, proVersion } from './pricing-fixture.ts'

// One billing period for tests: January 2026 in UTC, in US dollars.

export const JANUARY = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') }

/** A schedule of the subscription of the tests. */
export function scheduleOf(more: Partial<Schema<'PricingPlanSchedule'>> = {}): Schema<'PricingPlanSchedule'> {
  return {
    id: 'ppsc_1',
    pricing_plan_subscription_id: 'ppsu_1',
    start_at: '2026-01-01T00:00:00Z',
    billing_period: { type: 'MONTH', value: 1 },
    ...more,
  }
}

/** The catalog, the currency and the parties of the tests. */
export const invoiceContext: InvoiceContext = {
  ...catalogFixture,
  currency: 'USD',
  subscriptionId: 'ppsu_1',
  customerId: 'cust_1',
}

/** A plan of January, with what a test is about. */
export function planJanuary(input: Partial<InvoicePeriodInput> = {}): Schema<'InvoicePeriod'> {
  return planInvoicePeriod({
    ...invoiceContext,
    period: { ...JANUARY, full: JANUARY },
    version: proVersion,
    usage: [],
    schedule: scheduleOf(),
    ...input,
  })
}

/** All lines of a period, in their order. */
export function linesOf(period: Schema<'InvoicePeriod'>): Schema<'InvoiceLine'>[] {
  return (period.groups ?? []).flatMap((group) => group.lines ?? [])
}

/** The rounded amount of each line. */
export function amountsOf(period: Schema<'InvoicePeriod'>): (string | undefined)[] {
  return linesOf(period).map((line) => line.amount_excluding_tax?.quantity)
}
