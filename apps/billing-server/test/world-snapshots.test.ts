import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type GuideOptions, walkGuide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const FIRST = Date.parse('2026-01-05T10:00:00Z')
/** Within the time in which a snapshot may be restored, and not the time at which it was taken. */
const LATER_MS = 7 * 60_000
const ID = /\b[a-z]{3,5}_[0-9A-Za-z]{20}\b/g

describe.each(testEngines)('the rows of the guide on $name', (engine) => {
  let server: TestServer
  let now: number

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => now })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    now = FIRST
    await server.must('POST', '/local/reset')
  })

  /** Every row by table, as text; the names that chance gave are numbered in the order in which they come. */
  const rows = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const { database } = server.server
    const tables = await database.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind = 'r' order by 1`,
      [],
    )
    const found = new Map<string, string[]>()
    for (const { name } of tables) {
      const texts = await database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`, [])
      // Without its ids each row is another one, so that both worlds have the same order.
      const keyed = texts.map(({ row }) => ({ row, key: row.replace(ID, (id) => id.slice(0, id.indexOf('_'))) }))
      found.set(
        name,
        keyed.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ row }) => row),
      )
    }
    const numbers = new Map<string, string>()
    const numbered = (id: string): string => {
      const number = numbers.get(id) ?? `${id.slice(0, id.indexOf('_'))}_${numbers.size}`
      numbers.set(id, number)
      return number
    }
    return Object.fromEntries([...found].map(([name, texts]) => [name, texts.map((row) => row.replace(ID, numbered))]))
  }

  /** The rows of a world that is made by its calls, seven minutes after the world that the snapshot is of. */
  const walked = async (options: GuideOptions) => {
    await server.must('POST', '/local/reset')
    const ids = await walkGuide(server, options)
    return { ids, rows: await rows() }
  }
  const restored = async (options: GuideOptions) => {
    const taken = await followGuide(server, options)
    now = FIRST + LATER_MS
    await server.must('POST', '/local/reset')
    const ids = await followGuide(server, options)
    // The very ids of the first: they were not made by calls.
    expect(ids).toEqual(taken)
    return { ids, rows: await rows() }
  }

  it.each<[name: string, options: GuideOptions]>([
    ['from an instant', { startAt: '2026-01-02T00:00:00Z', customer: 'restored' }],
    [
      'by the calendar of a time zone',
      { startAt: '2026-01-02T00:00:00Z', billingTime: 'CALENDAR', timezone: 'Asia/Tokyo' },
    ],
  ])('are, restored, those of a guide that is walked through at that time: %s', async (_, options) => {
    const world = await restored(options)
    expect(Object.values(world.rows).flat().length).toBeGreaterThan(20)
    expect((await walked(options)).rows).toEqual(world.rows)
  })

  it('are others where the guide is another', async () => {
    const world = await restored({ startAt: '2026-01-03T00:00:00Z' })
    for (const options of [
      { startAt: '2026-01-03T00:00:01Z' },
      { startAt: '2026-01-03T00:00:00Z', customer: 'another' },
      { startAt: '2026-01-03T00:00:00Z', billingTime: 'CALENDAR' } as const,
    ])
      expect((await walked(options)).rows).not.toEqual(world.rows)
    await server.must('POST', '/local/reset')
    await walkGuide(server, { startAt: '2026-01-03T00:00:00Z' })
    await server.must('POST', '/v1/features', { reference: 'one_more', type: 'SWITCH' })
    expect(await rows()).not.toEqual(world.rows)
  })

  it('work as those do that calls have made: usage is billed, and the next row fits', async () => {
    const { ids } = await restored({ startAt: '2026-01-02T00:00:00Z', customer: 'at-work' })
    await server.must('POST', '/v1/ingest/meter-data', {
      reference: 'used-by-a-restored-customer',
      meter_reference: 'completion_tokens',
      customer_reference: 'at-work',
      meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
      meter_values: [{ reference: 'token_count', number: '1000' }],
    })
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${ids.customerId}`)
    expect(data.map((invoice: Invoice) => invoice.invoice_amount_including_tax.quantity)).toEqual(['0.02'])
    const twice = await server.call('POST', '/v1/meters', { reference: 'completion_tokens', name: 'Again' })
    expect(twice.status).toBeGreaterThanOrEqual(400)
  })
})

interface Invoice {
  readonly invoice_amount_including_tax: { readonly quantity: string }
}
