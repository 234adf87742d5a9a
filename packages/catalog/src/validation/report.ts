/** Notes a problem at a path of the catalog. */
export type Report = (path: string, problem: string) => void

/** Most names that a message lists. */
const MAX_NAMES = 10

/** Reports a reference to something that the catalog does not define, with what it does. Answers whether it did. */
export function unknownReference(
  path: string,
  what: string,
  reference: string,
  section: { readonly [reference: string]: unknown },
  report: Report,
): boolean {
  if (Object.hasOwn(section, reference)) return false
  const names = Object.keys(section)
  const known =
    names.length === 0
      ? 'none is defined'
      : `defined are ${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ', …' : ''}`
  report(path, `is ${JSON.stringify(reference)}, and the catalog has no such ${what}: ${known}`)
  return true
}
