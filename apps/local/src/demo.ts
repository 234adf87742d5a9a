// Gives a billing API that runs somewhere else the demo catalog and its customers. Repeating it changes nothing.

import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { serverClock } from './server-clock.ts'

const baseUrl = process.env['BILLING_URL'] ?? 'http://127.0.0.1:4000'
const apiKey = process.env['BILLING_API_KEY'] ?? 'local-test-key'
const changes = await applyDemo(createBillingClient({ apiKey, baseUrl }), { now: await serverClock(baseUrl, apiKey) })
process.stdout.write(`${baseUrl} has the demo catalog and its customers; ${changes.length} changes were made.\n`)
