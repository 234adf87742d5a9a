import type { Schema } from '@tallygate/client'
import { invalidField, missingField } from '../http/api-fault.ts'
import type { Filter } from './resource-store.ts'

/** Names of members are put into SQL as parameters; this only keeps them sensible. */
const MEMBER = /^[a-z][a-z0-9_]{0,63}$/

/**
 * The conditions of a search. Texts are found in the members by name (all text members that people search by, when no
 * name is given), with wildcards and case as asked; filters are equal to one of their values. All of it must match.
 */
export function searchFilters(body: Schema<'SearchCreateRequest'>, defaultMembers: readonly string[]): Filter[] {
  if ((body.selection_rule_fields ?? []).length > 0) {
    throw invalidField('selection_rule_fields', 'this server does not select by rules')
  }
  const texts = (body.search_fields ?? []).map((field, index): Filter => {
    if (field.value === undefined) throw missingField(`search_fields.${index}.value`)
    const escaped = field.value.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
    const pattern = `${field.wildcard_start === true ? '%' : ''}${escaped}${field.wildcard_end === true ? '%' : ''}`
    const members = field.name == null ? defaultMembers : [member(field.name, `search_fields.${index}.name`)]
    return { members, like: pattern, ignoreCase: field.ignore_case === true }
  })
  const equal = (body.filter_fields ?? []).map((field, index): Filter => {
    if (field.name === undefined) throw missingField(`filter_fields.${index}.name`)
    const values = [...(field.value == null ? [] : [field.value]), ...(field.values ?? [])]
    if (values.length === 0) throw missingField(`filter_fields.${index}.value`)
    return { member: member(field.name, `filter_fields.${index}.name`), oneOf: values }
  })
  return [...texts, ...equal]
}

function member(name: string, field: string): string {
  if (!MEMBER.test(name)) throw invalidField(field, 'value is not the name of a member')
  return name
}
