import { borrowBillingServer, type RunningBillingServer, runReadmeExample } from '@tallygate/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: RunningBillingServer

beforeAll(async () => {
  server = await borrowBillingServer()
})

afterAll(() => server.stop())

test('the example of the README prints what the README says', async () => {
  const { documented, printed } = await runReadmeExample(new URL('../', import.meta.url), {
    BILLING_URL: server.url,
    BILLING_API_KEY: server.apiKey,
  })
  expect(printed).toBe(documented)
})
