import { type BillingClient, createBillingClient } from '@tallygate/client'
import type { RunningBillingServer } from '@tallygate/test-kit'

/**
 * A client for which everything ends with request `last`: the server carries that one out, and nobody hears of it. This
 * leaves what a crash before request `last + 1` leaves, so that all `last` cover a crash before and after each request.
 */
export function clientUntil(server: RunningBillingServer, last: number): BillingClient {
  let count = 0
  return createBillingClient({
    baseUrl: server.url,
    apiKey: server.apiKey,
    maxAttempts: 1,
    fetch: async (...request) => {
      count += 1
      const number = count
      if (number > last) throw new TypeError('cut off')
      const response = await fetch(...request)
      if (number < last) return response
      await response.arrayBuffer()
      throw new TypeError('cut off')
    },
  })
}
