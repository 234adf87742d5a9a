import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The catalog of a file: JSON, or a module's export, by name after `#`, else its default, else its only one.
 * Throws with a sentence where there is none, or several.
 */
export async function loadCatalogFile(name: string): Promise<object> {
  const [path = '', wanted] = name.split('#')
  if (path.endsWith('.json')) return objectOf(JSON.parse(await readFile(path, 'utf8')), path)
  const module = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>
  if (wanted !== undefined) return objectOf(module[wanted], name)
  if (module['default'] !== undefined) return objectOf(module['default'], path)
  const names = Object.keys(module).filter((one) => typeof module[one] === 'object')
  const [only] = names
  if (names.length === 1 && only !== undefined) return objectOf(module[only], path)
  throw new Error(`${path} exports ${names.length === 0 ? 'no catalog' : names.join(', ')}; choose one with #<export>`)
}

function objectOf(value: unknown, name: string): object {
  if (typeof value === 'object' && value !== null) return value
  throw new Error(`${name} is not a catalog`)
}
