import { BillingConfigurationError, createBillingClient } from '@tallygate/client'
import { expect, test } from 'vitest'
import { applyDemo, demoCatalog } from './demo/index.ts'
import { apply } from './index.ts'

let sent = 0
const client = createBillingClient({
  baseUrl: 'http://127.0.0.1:1',
  apiKey: 'key',
  fetch: () => {
    sent += 1
    return Promise.reject(new TypeError('no server'))
  },
})

test.each<[name: string, call: () => Promise<unknown>, want: string]>([
  [
    'an unknown option of apply',
    () => apply(client, demoCatalog, { dryRun: true } as object),
    'apply has no option "dryRun"; its options are onChange.',
  ],
  [
    'an option of apply that is no function',
    () => apply(client, demoCatalog, { onChange: 'log' } as object),
    'onChange must be a function; it is "log".',
  ],
  [
    'an unknown option of applyDemo',
    () => applyDemo(client, { clock: Date.now } as object),
    'applyDemo has no option "clock"; its options are now.',
  ],
])('%s is refused before anything is sent', async (_name, call, want) => {
  await expect(call()).rejects.toThrow(BillingConfigurationError)
  await expect(call()).rejects.toThrow(want)
  expect(sent).toBe(0)
})
