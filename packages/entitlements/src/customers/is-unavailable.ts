import { BillingApiError, BillingConnectionError } from '@tallygate/client'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import { UsageUnreadableError } from '../errors/usage-unreadable-error.ts'

/**
 * Tells whether an error means "cannot be asked now", which the stated policy answers. Everything else (a wrong key, a
 * mistake in the code) is thrown: a policy of `allow` must not hide it.
 */
export function isUnavailable(error: unknown): boolean {
  if (StoreUnavailableError.isInstance(error) || UsageUnreadableError.isInstance(error)) return true
  if (BillingConnectionError.isInstance(error)) return true
  return BillingApiError.isInstance(error) && (error.status >= 500 || error.status === 408 || error.status === 429)
}

/** Tells whether the API says that there is no such resource. API fact: 404, or 400 with one of these codes. */
export function isNotFound(error: unknown): boolean {
  if (!BillingApiError.isInstance(error)) return false
  return (
    error.status === 404 || ['RESOURCE_NOT_FOUND', 'RESOURCES_NOT_FOUND', 'CUSTOMER_NOT_FOUND'].includes(error.code)
  )
}
