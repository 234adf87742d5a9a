import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '../../test/test-engines.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { packColumns, unpackColumns } from './pack-columns.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)

describe.each(testEngines)('packed columns on $name', (engine) => {
  let database: Database
  let remove: () => Promise<void>

  beforeAll(async () => {
    const place = await engine.place()
    remove = place.remove
    database = await openDatabase(place, () => {})
  })
  afterAll(async () => {
    await database.close()
    await remove()
  })

  const roundTrip = (columns: readonly (readonly (string | null)[])[]) =>
    database.query<Record<string, string | null>>(
      `select * from ${unpackColumns(columns.length)} as t (${columns.map((_, index) => `c${index}`).join(', ')})`,
      packColumns(columns),
    )

  it('come out as rows, whatever they hold', async () => {
    const columns = [
      ['plain', 'with\na line feed', '{"quoted": "\\"", "braces": "{}"}'],
      [null, '\u001f', 'ends with \n\u001f'],
    ]
    expect(await roundTrip(columns)).toEqual([
      { c0: 'plain', c1: null },
      { c0: 'with\na line feed', c1: '\u001f' },
      { c0: '{"quoted": "\\"", "braces": "{}"}', c1: 'ends with \n\u001f' },
    ])
  })

  it(`come out as they went in, for any text (seed ${seed})`, async () => {
    const text = fc.string({
      minLength: 1,
      maxLength: 8,
      unit: fc.constantFrom('\n', '\u001f', 'a', ',', '"', '\\', '{', "'", 'é', '🙂'),
    })
    const row = fc.tuple(text, fc.option(text))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const found = await roundTrip([rows.map(([one]) => one), rows.map(([, other]) => other)])
        expect(found.map(({ c0, c1 }) => [c0, c1])).toEqual(rows)
      }),
      { seed, numRuns: 150 },
    )
  })
})
