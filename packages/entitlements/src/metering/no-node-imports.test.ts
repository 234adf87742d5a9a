import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Modules that are loaded with one: what it imports, and what those import. Types alone load nothing. */
function loadedWith(module: URL, loaded = new Map<string, string>()): ReadonlyMap<string, string> {
  if (loaded.has(module.href) || !existsSync(module)) return loaded
  const text = readFileSync(module, 'utf8')
  loaded.set(module.href, text)
  for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm))
    loadedWith(new URL(path, module), loaded)
  return loaded
}

test('nothing of the metering needs Node: it runs wherever a metered fetch does', () => {
  const loaded = [...loadedWith(new URL('./index.ts', import.meta.url))]
  expect(loaded.length).toBeGreaterThan(8)
  const needNode = loaded.filter(([, text]) => /from 'node:|import\('node:|Buffer\./.test(text)).map(([path]) => path)
  expect(needNode).toEqual([])
})
