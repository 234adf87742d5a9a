/** One condition of a list: `column` is SQL from the code, the value is always a parameter. */
export type Filter =
  | { readonly sql: string; readonly equals: string | number | boolean | undefined }
  | { readonly sql: string; readonly in: readonly string[] | undefined }
  /** A member of the body, by its name from the code. */
  | { readonly body: string; readonly equals: string | undefined }
  | { readonly body: string; readonly in: readonly string[] | undefined }
  | { readonly sql: string; readonly from: Date; readonly to: Date }
  /** Half of a range: from an instant on, or before one. */
  | { readonly sql: string; readonly since: Date | undefined }
  | { readonly sql: string; readonly before: Date | undefined }
  /** Members of the body, by dotted path: both the paths and the values are parameters. */
  | { readonly members: readonly string[]; readonly like: string; readonly ignoreCase: boolean }
  | { readonly member: string; readonly oneOf: readonly string[] }
  /** Entries of custom_fields, by their reference. */
  | { readonly customField: string; readonly oneOf: readonly string[] }

/**
 * `where …` for the filters that are set, and its parameters. `json` is SQL for the members that searches look into.
 */
export function conditions(
  filters: readonly Filter[],
  json = 'body',
): {
  readonly where: string
  readonly parameters: readonly unknown[]
} {
  const parts: string[] = []
  const parameters: unknown[] = []
  for (const given of filters) {
    const filter = 'body' in given ? { ...given, sql: `body ->> '${given.body}'` } : given
    if ('members' in filter) {
      parameters.push(filter.members, filter.like)
      const operator = filter.ignoreCase ? 'ilike' : 'like'
      const paths = `unnest($${parameters.length - 1}::text[])`
      const text = `${json} #>> string_to_array(path, '.')`
      parts.push(`exists (select 1 from ${paths} as path where ${text} ${operator} $${parameters.length})`)
    } else if ('member' in filter) {
      parameters.push(filter.member.split('.'), filter.oneOf)
      parts.push(`${json} #>> $${parameters.length - 1}::text[] = any($${parameters.length}::text[])`)
    } else if ('customField' in filter) {
      parameters.push(filter.customField, filter.oneOf)
      const [reference, values] = [`$${parameters.length - 1}`, `$${parameters.length}::text[]`]
      parts.push(`exists (select 1 from jsonb_array_elements(coalesce(nullif(${json} -> 'custom_fields', 'null'), '[]')) as field
        where field ->> 'reference' = ${reference}
          and (field ->> 'value' = any(${values}) or coalesce(nullif(field -> 'values', 'null'), '[]') ?| ${values}))`)
    } else if ('in' in filter) {
      if (filter.in === undefined || filter.in.length === 0) continue
      parameters.push(filter.in)
      parts.push(`${filter.sql} = any($${parameters.length}::text[])`)
    } else if ('since' in filter || 'before' in filter) {
      const [operator, at] = 'since' in filter ? ['>=', filter.since] : ['<', filter.before]
      if (at === undefined) continue
      parameters.push(at)
      parts.push(`${filter.sql} ${operator} $${parameters.length}`)
    } else if ('from' in filter) {
      parameters.push(filter.from, filter.to)
      parts.push(`${filter.sql} between $${parameters.length - 1} and $${parameters.length}`)
    } else {
      if (filter.equals === undefined) continue
      parameters.push(filter.equals)
      parts.push(`${filter.sql} = $${parameters.length}`)
    }
  }
  return { where: parts.length === 0 ? '' : `where ${parts.join(' and ')}`, parameters }
}
