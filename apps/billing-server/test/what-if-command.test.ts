import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide } from './guide.ts'
import { pgliteEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const MAIN = fileURLToPath(new URL('../src/what-if/main.ts', import.meta.url))

describe.each(pgliteEngines)('the what-if command, on $name', (engine) => {
  let server: TestServer
  let folder: string
  const start = Date.parse('2026-01-20T00:00:00Z')

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'what-if-'))
    server = await TestServer.start(engine, { now: () => start })
    const guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
    const timestamp = '2026-01-10T00:00:00Z'
    await server.must('POST', '/v1/ingest/meter-data', completionEvent('command-event-1', '1234567', { timestamp }))
    const { pricing_categories } = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    const text = JSON.stringify({ pricing_plan_id: guide.planId, pricing_categories }).replace('"0.015"', '"0.030"')
    await server.must('POST', '/v1/pricing-plan-versions', JSON.parse(text))
  })
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  /** Runs the command. Returns what it prints, and how it ends. */
  const run = async (...given: string[]) => {
    const range = ['--from', '2026-01-01', '--to', '2026-02-01', '--url', server.server.url]
    const command = ['--conditions=@tallygate/source', MAIN, ...range, ...given]
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, command)) }
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
      return { code, stdout, stderr }
    }
  }

  it('prints a table for people', async () => {
    const { stdout, stderr } = await run('--plan', 'ai_pro@2', '--customer', 'acme-corp')
    expect(stdout).toBe(`       invoices     before      after  difference
total         1  18.52 USD  37.04 USD   18.52 USD  +100.0 %

customer   invoices     before      after  difference
acme-corp         1  18.52 USD  37.04 USD   18.52 USD  +100.0 %

acme-corp 2026-01-01 OPEN              before      after  difference
completion_tokens: model_id gpt-4o  18.52 USD  37.04 USD   18.52 USD
`)
    expect(stderr).toBe('')
  })

  it('prints CSV with a row a line, or a row an invoice', async () => {
    const [head, line, ...rest] = (await run('--plan', 'ai_pro@2', '--customer', 'acme-corp', '--format', 'csv')).stdout
      .trim()
      .split('\r\n')
    expect(head).toBe(
      'customer_reference,invoice_id,invoice_number,status,start_at,end_at,line,currency,before,after,difference',
    )
    expect(line).toMatch(
      /^acme-corp,invo_\w+,,OPEN,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,completion_tokens: model_id gpt-4o,USD,18.52,37.04,18.52$/,
    )
    expect(rest).toEqual([])
    const [, invoice] = (await run('--plan', 'ai_pro@2', '--format', 'csv')).stdout.trim().split('\r\n')
    expect(invoice).toMatch(/,2026-02-01T00:00:00Z,,USD,18.52,37.04,18.52$/)
  })

  it('prints JSON, also for a catalog file', async () => {
    const file = join(folder, 'catalog.json')
    await writeFile(file, JSON.stringify({ features: { seats: { name: 'Seats', type: 'NUMBER' } } }))
    const { stdout } = await run('--catalog', file, '--format', 'json')
    expect(JSON.parse(stdout)).toMatchObject({ pricing_plan_version_ids: [], invoices: [], totals: [] })
  })

  it.each([
    ['no candidate', [], 'say one of --version, --plan and --catalog'],
    ['a format that does not exist', ['--plan', 'ai_pro', '--format', 'xml'], '--format is one of table, csv, json'],
    ['a plan that does not exist', ['--plan', 'nope'], 'The requested PRICING_PLAN could not be found'],
    ['an option that does not exist', ['--plan', 'ai_pro', '--month', '1'], '--month'],
  ])('ends with 1 and a sentence for %s', async (_, given, sentence) => {
    const { code, stdout, stderr } = await run(...given)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(sentence)
  })
})
