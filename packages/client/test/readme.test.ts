import { readFile } from 'node:fs/promises'
import { runReadmeExample, startBillingServer } from '@tallygate/test-kit'
import { expect, onTestFinished, test } from 'vitest'
import { type BillingClientOptions, createBillingClient } from '../src/index.ts'

test('the example of the README prints what the README says, against a billing server', async () => {
  const server = await startBillingServer({ API_KEY: 'local-test-key' })
  onTestFinished(async () => void (await server.stop()))
  const example = await runReadmeExample(new URL('../', import.meta.url), { BILLING_URL: server.url })
  expect(example.printed).toBe(example.documented)
})

test('the README has a row for every option', async () => {
  let options = ''
  try {
    createBillingClient({ apiKey: 'key', baseUrl: 'http://127.0.0.1', unknown: 1 } as BillingClientOptions)
  } catch (error) {
    options = String(error).replace(/.*its options are (.*)\.$/, '$1')
  }
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const names = options.split(', ')
  expect(names.length).toBeGreaterThan(15)
  expect(names.filter((name) => !new RegExp(`^\\|.*\`${name}\`.*\\|`, 'm').test(readme))).toEqual([])
})
