import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { compilePlan, type InvoiceInput, type PricingCatalog, planInvoice, type UsageTotal } from '@tallygate/rating'
import type { GatheredInvoice } from '../../src/invoicing/gather-usage.ts'
import { lineIdOf } from '../../src/invoicing/line-id.ts'
import { presentPeriod } from '../../src/invoicing/present-period.ts'
import type { Stored } from '../../src/resources/stored.ts'
import { catalogFixture, proVersion } from './pricing-fixture.ts'

// One billing period for tests: January 2026 in UTC, in US dollars. Plans are written as the wire has them, compiled,
// planned and presented again.

export const JANUARY = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') }

/** The input of tests beside the segments. */
export interface InvoiceContext extends PricingCatalog, Omit<InvoiceInput, 'period' | 'segments'> {
  readonly customerId: string
  readonly billingPeriod?: Schema<'Period'> | null
}

/** A segment as tests write it. */
export interface WireSegment {
  readonly start: Date
  readonly end: Date
  readonly version: Stored<'PricingPlanVersion'>
  readonly schedule: Stored<'PricingPlanSchedule'>
  readonly usage: readonly UsageTotal[]
  readonly usageUntil?: readonly { readonly until: Date; readonly usage: readonly UsageTotal[] }[]
}

/** One billing period under one schedule. */
export interface InvoicePeriodInput extends InvoiceContext, Omit<WireSegment, 'start' | 'end'> {
  readonly period: BillingPeriod
}

/** A schedule of the subscription of the tests. */
export function scheduleOf(more: Partial<Stored<'PricingPlanSchedule'>> = {}): Stored<'PricingPlanSchedule'> {
  return {
    object_type: 'PRICING_PLAN_SCHEDULE',
    id: 'ppsc_1',
    type: 'DEFAULT',
    pricing_plan_subscription_id: 'ppsu_1',
    pricing_plan_id: 'ppl_pro',
    pricing_plan_version_id: 'ppve_pro',
    created_at: '2026-01-01T00:00:00Z',
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

/** An invoice as it is gathered. */
export function gatheredOf(
  context: InvoiceContext,
  period: BillingPeriod,
  wire: readonly WireSegment[],
): GatheredInvoice {
  const { customerId, billingPeriod = null, ...rest } = context
  const segments = wire.map((segment) => ({
    ...segment,
    plan: compilePlan({ ...segment, catalog: context, currency: context.currency, billingPeriod }),
  }))
  const input = { lineIdOf, ...rest, period, segments }
  return { customerId, billingPeriod, catalog: context, segments, late: [], input }
}

/** A period in which schedules follow each other. */
export function planInvoiceSegments(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly WireSegment[],
): Schema<'InvoicePeriod'> {
  const gathered = gatheredOf(context, period, segments)
  return presentPeriod(planInvoice(gathered.input), gathered, true)
}

/** A plan of January, with what a test is about. */
export function planJanuary(input: Partial<InvoicePeriodInput> = {}): Schema<'InvoicePeriod'> {
  const { version, usage, schedule, period, usageUntil, ...context } = {
    ...invoiceContext,
    period: { ...JANUARY, full: JANUARY },
    version: proVersion,
    usage: [],
    schedule: scheduleOf(),
    ...input,
  }
  const { start, end } = period
  const segment = { start, end, version, schedule, usage, ...(usageUntil && { usageUntil }) }
  return planInvoiceSegments(context, period, [segment])
}

/** All lines of a period, in their order. */
export function linesOf(period: Schema<'InvoicePeriod'>): Schema<'InvoiceLine'>[] {
  return (period.groups ?? []).flatMap((group) => group.lines ?? [])
}

/** The rounded amount of each line. */
export function amountsOf(period: Schema<'InvoicePeriod'>): (string | undefined)[] {
  return linesOf(period).map((line) => line.amount_excluding_tax?.quantity)
}
