import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const files = globSync('**/*.ts', { cwd: source }).filter(
  (path) => !path.endsWith('.test.ts') && !path.endsWith('.test-d.ts'),
)
const textOf = (path: string) => readFileSync(new URL(path, `file://${source}`), 'utf8')
const codeOf = (path: string) =>
  textOf(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')

describe('the wire', () => {
  const outside = files.filter((path) => !path.startsWith('wire/') && path !== 'index.ts')

  it('stands beside a package of some size', () => {
    expect(outside.length).toBeGreaterThan(40)
    expect(files.length - outside.length).toBeGreaterThan(15)
  })

  it.each(outside)('is not known in %s', (path) => {
    const code = codeOf(path)
    expect(code.match(/from '[^']*wire\//g)).toBeNull()
    expect(code.match(/\bWire[A-Z]\w+/g)).toBeNull()
    // Members of the wire are snake_case. Names of them may stand in texts: errors say which member is at fault.
    expect(code.replace(/'[^'\n]*'|`[^`]*`/g, "''").match(/\b[a-z]+_[a-z_]+\b/g)).toBeNull()
  })
})

describe('the package', () => {
  it.each(files)('needs nothing of Node, of a client or of a server in %s', (path) => {
    const targets = [...codeOf(path).matchAll(/from '([^'.][^']*)'/g)].map(([, target]) => target)
    expect(targets.filter((target) => target !== '@tallygate/billing-period')).toEqual([])
  })
})
