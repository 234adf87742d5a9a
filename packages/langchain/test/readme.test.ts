import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { runReadmeExample, startBillingServer } from '@tallygate/test-kit'
import { expect, onTestFinished, test } from 'vitest'
import { startProvider } from './start-provider.ts'

test('the example of the README prints what the README says', async () => {
  const server = await startBillingServer({ API_KEY: 'local-test-key' })
  onTestFinished(async () => void (await server.stop()))
  await applyDemo(createBillingClient({ apiKey: 'local-test-key', baseUrl: server.url }))
  const usage = { prompt_tokens: 12, completion_tokens: 9, total_tokens: 21 }
  const model = 'gpt-4o-mini-2024-07-18'
  const provider = await startProvider([{ match: {}, response: { content: 'Hello! How can I help?', model, usage } }])
  onTestFinished(async () => await provider[Symbol.asyncDispose]())
  const example = await runReadmeExample(new URL('../', import.meta.url), {
    BILLING_URL: server.url,
    OPENAI_BASE_URL: provider.url,
    OPENAI_API_KEY: 'none',
  })
  expect(example.printed).toBe(example.documented)
})
