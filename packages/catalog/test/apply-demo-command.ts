import { createBillingClient } from '@tallygate/client'
import { applyDemo } from '../src/demo/index.ts'

/** Gives the billing server at BILLING_URL the demo, for examples of other packages that name its customers. */
await applyDemo(createBillingClient({ apiKey: 'local-test-key', baseUrl: process.env['BILLING_URL'] ?? '' }))
