import type { Schema } from './schema.ts'

/**
 * The resources that events are about, each with the type of its `data`. Source: API fact; those outside the contract
 * are open objects.
 */
export interface WebhookResources {
  ALERT: Schema<'Alert'>
  ALERT_RULE: Schema<'AlertRule'>
  BILLABLE_METRIC: Schema<'MeterValueCalculation'>
  BILLING_ENTITY: Schema<'BillingEntity'>
  CONTACT: Record<string, unknown>
  CUSTOMER: Schema<'Customer'>
  FEATURE: Schema<'Feature'>
  FILE: Record<string, unknown>
  FILE_PROCESSING_SETTINGS: Record<string, unknown>
  INVOICE: Schema<'Invoice'>
  METER: Schema<'Meter'>
  METER_PROPERTY: Schema<'MeterProperty'>
  METER_VALUE: Schema<'MeterValue'>
  METER_VALUE_CALCULATION: Schema<'MeterValueCalculation'>
  PAYMENT_ACCEPTOR: Record<string, unknown>
  PLATFORM: Record<string, unknown>
  PRICING_PLAN: Schema<'PricingPlan'>
  PRICING_PLAN_SCHEDULE: Schema<'PricingPlanSchedule'>
  PRICING_PLAN_SUBSCRIPTION: Schema<'PricingPlanSubscription'>
  PRICING_PLAN_VERSION: Schema<'PricingPlanVersion'>
  PRODUCT: Schema<'Product'>
  PRODUCT_CATEGORY: Schema<'ProductCategory'>
  PRODUCT_ITEM: Schema<'ProductItem'>
  QUOTE: Record<string, unknown>
  QUOTE_VERSION: Record<string, unknown>
  WEBHOOK: Schema<'Webhook'>
}

interface Event<Type extends string, Data> {
  /** `RESOURCE.ACTION`. `INVOICE.STATUS_TO_FINAL` is the "invoice.finalized" of the guide. */
  readonly type: Type
  /** ISO 8601. */
  readonly created_at: string
  /** `X-REQUEST-ID` of the request that caused the event, when one did. */
  readonly original_request_id?: string | null
  readonly environment: 'TEST' | 'LIVE'
  readonly data: Data
}

/** An event about a resource of the API: `WebhookEventOf<'INVOICE'>`. */
export type WebhookEventOf<Resource extends keyof WebhookResources> = Event<
  `${Resource}.${string}`,
  WebhookResources[Resource]
>

/**
 * An event: `event.type === 'INVOICE.STATUS_TO_FINAL'` makes `event.data` an invoice. An event about a resource that
 * this version does not list is handed out all the same, so end a chain of comparisons with an `else` that ignores it.
 */
export type WebhookEvent = { [Resource in keyof WebhookResources]: WebhookEventOf<Resource> }[keyof WebhookResources]

/**
 * Returns true for every event about the resource, whatever the action.
 *
 * @example
 * const referenceOf = (event: WebhookEvent) => (isWebhookEventOf(event, 'CUSTOMER') ? event.data.reference : undefined)
 */
export function isWebhookEventOf<Resource extends keyof WebhookResources>(
  event: { readonly type: string },
  resource: Resource,
): event is WebhookEventOf<Resource> {
  return event.type.startsWith(`${resource}.`)
}
