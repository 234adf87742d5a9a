import { createBillingClient } from '@tallygate/client'
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
    'apply has no option "dryRun": leave it out, or use onChange',
  ],
  [
    'an option of apply that is no function',
    () => apply(client, demoCatalog, { onChange: 'log' } as object),
    'The option onChange of apply must be a function, and is "log"',
  ],
  [
    'an unknown option of applyDemo',
    () => applyDemo(client, { clock: Date.now } as object),
    'applyDemo has no option "clock": leave it out, or use now',
  ],
])('%s is refused before anything is sent', async (_name, call, want) => {
  await expect(call()).rejects.toThrow(want)
  expect(sent).toBe(0)
})
