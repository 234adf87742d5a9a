import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { CountingProvider, runReadmeExample, startBillingServer } from '@tallygate/test-kit'
import { expect, onTestFinished, test } from 'vitest'

test('the example of the README prints what the README says', async () => {
  const server = await startBillingServer({ API_KEY: 'local-test-key' })
  onTestFinished(async () => void (await server.stop()))
  await applyDemo(createBillingClient({ apiKey: 'local-test-key', baseUrl: server.url }))
  const provider = await CountingProvider.start()
  onTestFinished(async () => await provider[Symbol.asyncDispose]())
  const { documented, printed } = await runReadmeExample(new URL('../', import.meta.url), {
    BILLING_URL: server.url,
    OPENAI_BASE_URL: `${provider.url}/v1`,
    OPENAI_API_KEY: 'none',
  })
  expect(printed).toBe(documented)
})
