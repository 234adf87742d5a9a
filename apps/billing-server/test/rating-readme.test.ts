import { readFileSync } from 'node:fs'
import { applyDemo } from '@tallygate/catalog/demo'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

// The README of the rating package prices a month of events of the demo catalog, and shows what it comes to. The
// package's own test holds what it shows to what the example prints; this one holds it to the server's invoice for the
// same events.

const readme = readFileSync(new URL('../node_modules/@tallygate/rating/README.md', import.meta.url), 'utf8')
const shown = /```text\n([\s\S]*?)```/.exec(readme)?.[1]
const events = [...readme.matchAll(/used\('(\w+)', '([\w.-]+)', '(\d+)'\)/g)].map(([, kind, model, number], index) => ({
  reference: `month-event-${index}`,
  customer_reference: 'demo-pro',
  meter_reference: `${kind}_tokens`,
  timestamp: '2026-01-20T12:00:00Z',
  meter_values: [{ reference: 'token_count', number }],
  meter_properties: [{ reference: 'model_id', value: model }],
}))

let server: TestServer
const start = Date.parse('2026-01-01T00:00:00Z')
const realStart = Date.now()
const [engine] = testEngines

beforeAll(async () => {
  if (engine === undefined) throw new Error('there is no engine to test on')
  server = await TestServer.start(engine, { now: () => start + (Date.now() - realStart) })
})
afterAll(() => server.stop())

it('the month that the README of the rating package prices has the same lines on an invoice', async () => {
  expect(events.length).toBeGreaterThan(3)
  await applyDemo(server.client, { now: () => start })
  await server.must('POST', '/local/clock', { now: '2026-01-25T00:00:00Z' })
  await server.must('POST', '/v1/ingest/meter-datas', { meter_datas: events })
  const { data } = await server.must('GET', '/v1/invoices?include_lines=true')
  const bills = data.map(({ periods: [period], invoice_amount_including_tax: total }: Invoice) =>
    [
      ...(period?.groups ?? []).flatMap(({ lines }) =>
        lines.map(({ description, amount_excluding_tax: amount }) => `${description} ${amount.quantity}`),
      ),
      `Total ${total.quantity}`,
      '',
    ].join('\n'),
  )
  expect(bills).toContain(shown)
})

interface Invoice {
  readonly periods: readonly {
    readonly groups: readonly {
      readonly lines: readonly {
        readonly description: string
        readonly amount_excluding_tax: { readonly quantity: string }
      }[]
    }[]
  }[]
  readonly invoice_amount_including_tax: { readonly quantity: string }
}
