import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const source = new URL('./', import.meta.url)

test('nothing imports a module of Node’s', () => {
  const files = readdirSync(source, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.test-d.ts'))
  const imports = files.filter((path) =>
    /from 'node:|import\('node:|process\.|Buffer\./.test(readFileSync(new URL(path, source), 'utf8')),
  )
  expect(imports).toEqual([])
})

test('no module of the entitlements is loaded but those for adapters: their types alone', () => {
  const files = readdirSync(source, { recursive: true }).map(String)
  const loading = files
    .filter((path) => path.endsWith('.ts') && !path.includes('.test'))
    .filter((path) =>
      /^import (?!type)[^;]*?from '@tallygate\/entitlements'/m.test(readFileSync(new URL(path, source), 'utf8')),
    )
  expect(loading).toEqual([])
})
