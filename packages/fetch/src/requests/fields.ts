export type Fields = Readonly<Record<string, unknown>>

/** The names of members, from the outside in. */
export type Path = readonly [string, ...string[]]

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns a copy with another value at the path; members on the way that are no objects are replaced. */
export function withValueAt(fields: Fields, [member, ...rest]: readonly string[], value: unknown): Fields {
  if (member === undefined) return fields
  const [next, ...further] = rest
  if (next === undefined) return { ...fields, [member]: value }
  const inner = fields[member]
  return { ...fields, [member]: withValueAt(isFields(inner) ? inner : {}, [next, ...further], value) }
}

/** Returns a name as the most lenient of servers reads it: Go's JSON takes any case, and others camel case. */
export function plainName(name: string): string {
  return name
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[_\-\s]/g, '')
}
