import { describe, expect, it } from 'vitest'
import { isProduction } from './imports.ts'
import { filesBelow, readText } from './workspace.ts'

describe('the billing server', () => {
  it('never takes an empty text for a value that is absent', () => {
    // A row has its id by its type (`Stored`); where something may be absent, the code says what that means. An empty
    // text would be looked for in the database, and would be answered as a name.
    const found = filesBelow('apps/billing-server/src')
      .filter(isProduction)
      .flatMap((path) =>
        readText(path)
          .split('\n')
          .flatMap((line, index) => (/\?\? (''|"")/.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      )
    expect(found).toEqual([])
  })
})
