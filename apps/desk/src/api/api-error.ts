import { BillingApiError } from '@tallygate/client'

/** Returns an error in the words of the API, or of the client where no answer came. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Tells whether the server refused the key. */
export const isKeyRefused = (error: unknown): boolean => BillingApiError.isInstance(error) && error.status === 401

export const isAlreadyThere = (error: unknown): boolean => BillingApiError.isInstance(error) && error.status === 409

/** The request that an operator finds in the log of the server. */
export const requestOf = (error: unknown): string | undefined =>
  BillingApiError.isInstance(error) ? (error.requestId ?? undefined) : undefined
