export { LIVE_BASE_URL, LOCAL_BASE_URL, TEST_BASE_URL } from './base-urls.ts'
export { BillingApiError, type BillingApiErrorCode } from './billing-api-error.ts'
export type { BillingClient, CallResult } from './billing-client.ts'
export { BillingConfigurationError } from './billing-configuration-error.ts'
export { BillingConnectionError, type BillingConnectionErrorCode } from './billing-connection-error.ts'
export type { BillingClientOptions, BillingFetch, BillingFetchInit } from './client-options.ts'
export { createBillingClient } from './create-billing-client.ts'
export { dateRange } from './date-range.ts'
export type { components, operations, paths } from './generated/schema.ts'
export { type PaginateOptions, paginate } from './paginate.ts'
export { PaginationLimitError } from './pagination-limit-error.ts'
export type { RetryReport } from './retry-policy.ts'
export type { Schema } from './schema.ts'
export { unwrap } from './unwrap.ts'
export { type VerifyWebhookOptions, verifyWebhook } from './verify-webhook.ts'
export {
  isWebhookEventOf,
  type WebhookEvent,
  type WebhookEventOf,
  type WebhookResources,
} from './webhook-event.ts'
export { WebhookVerificationError, type WebhookVerificationErrorCode } from './webhook-verification-error.ts'
