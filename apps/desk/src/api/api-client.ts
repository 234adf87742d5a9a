import { type BillingClient, createBillingClient } from '@tallygate/client'
import { createContext, use } from 'react'

/** Makes the client of the server that served this page. */
export const apiClient = (apiKey: string): BillingClient =>
  createBillingClient({ apiKey, baseUrl: location.origin, newIdempotencyKey })

/** A key of a call, also where a page over plain HTTP has no `crypto.randomUUID`. */
const newIdempotencyKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const ApiContext = createContext<BillingClient | undefined>(undefined)

/** Returns the client of whoever is signed in. */
export function useApi(): BillingClient {
  const client = use(ApiContext)
  if (client === undefined) throw new Error('useApi must be called below the session.')
  return client
}
