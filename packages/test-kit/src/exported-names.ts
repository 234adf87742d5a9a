import { readFileSync } from 'node:fs'

/**
 * The names that an index file exports, types too and marked as such, sorted: `['apply', 'type Catalog']`. For
 * snapshots of what a package makes public. The file must be a list of named exports and nothing more, as every index
 * here is.
 *
 * @throws Error for anything else in the file
 */
export function exportedNames(index: URL): readonly string[] {
  const names: string[] = []
  const rest = readFileSync(index, 'utf8').replaceAll(
    /export (type )?\{([^}]*)\} from '[^']+'\n/g,
    (_statement, type: string | undefined, list: string) => {
      for (const entry of list.split(',')) {
        const name = entry.trim().replace(/^(type )?.* as /, '$1')
        if (name !== '') names.push(`${type ?? ''}${name}`)
      }
      return ''
    },
  )
  if (rest.trim() !== '')
    throw new Error(`${index.pathname} holds more than named exports: ${rest.trim().slice(0, 200)}`)
  return names.sort()
}
