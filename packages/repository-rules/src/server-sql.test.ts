import { describe, expect, it } from 'vitest'
import { isProduction } from './imports.ts'
import { filesBelow, readText } from './workspace.ts'

const SERVER = 'apps/billing-server/src'

/** The port to the database and its engines: they speak of connections, transactions and migrations. */
const PORT = `${SERVER}/database/`

/** Signs of SQL in TypeScript. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\.query\s*[<(]/, 'asks the database'],
  [
    /[`'"][\s(]*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|lock\s+table\s|truncate\s|savepoint\s|(release|rollback\s+to)\s+savepoint\s)/,
    'has a statement',
  ],
  [/->>|#>>|'\s*->\s*'|jsonb_\w+\(/, 'reads JSON in SQL'],
]

/** Finds the signs of SQL in the text of a file. */
const signsIn = (text: string): readonly string[] => SIGNS.flatMap(([sign, says]) => (sign.test(text) ? [says] : []))

describe('SQL of the billing server', () => {
  it.each([
    ['a question', 'await database.query(FIND, [id])', ['asks the database']],
    ['a typed question', 'transaction.query<Row>(FIND)', ['asks the database']],
    ['a statement on its own', "const FIND = 'select id from invoices'", ['has a statement']],
    ['a statement in lines', 'const CLOSE = `\n  update invoices set status = $1`', ['has a statement']],
    ['a part of a statement', 'const TYPE = "body ->> \'type\'"', ['reads JSON in SQL']],
    ['a list of rows', "stores.plans.list(database, [{ sql: 'status', equals: 'ACTIVE' }])", []],
    ['a message', "'Select a version first'", []],
  ])('is recognised: %s', (_, text, signs) => {
    expect(signsIn(text)).toEqual(signs)
  })

  it('stands in .store.ts files', () => {
    const found = filesBelow(SERVER)
      .filter((path) => isProduction(path) && !path.startsWith(PORT) && !path.endsWith('.store.ts'))
      .flatMap((path) => signsIn(readText(path)).map((says) => `${path} ${says}`))
    expect(found).toEqual([])
  })
})
