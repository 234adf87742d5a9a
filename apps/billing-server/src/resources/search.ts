import type { Schema } from '@tallygate/client'
import { invalidField, missingField } from '../http/api-fault.ts'
import type { Filter } from './conditions.store.ts'
import type { SearchMembers } from './search-members.ts'

/** The names by which a filter means the custom fields; its `reference` says which one. */
const CUSTOM_FIELD = ['custom_field', 'custom_fields']

/**
 * The conditions of a search. Texts are found in the member by name (in every text of the resource, when no name is
 * given), with wildcards and case as asked; filters are equal to one of their values. All of it must match. Nested
 * members are named with dots; a name that the resource does not have is refused: it could only find nothing.
 */
export function searchFilters(body: Schema<'SearchCreateRequest'>, members: SearchMembers): Filter[] {
  if ((body.selection_rule_fields ?? []).length > 0) {
    throw invalidField('selection_rule_fields', 'this server does not select by rules')
  }
  const texts = (body.search_fields ?? []).map((field, index): Filter => {
    if (field.value === undefined) throw missingField(`search_fields.${index}.value`)
    const escaped = field.value.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
    const pattern = `${field.wildcard_start === true ? '%' : ''}${escaped}${field.wildcard_end === true ? '%' : ''}`
    const names = field.name == null ? members.texts : [known(field.name, `search_fields.${index}.name`, members)]
    return { members: names, like: pattern, ignoreCase: field.ignore_case === true }
  })
  const equal = (body.filter_fields ?? []).map((field, index): Filter => {
    const at = `filter_fields.${index}`
    if (field.name === undefined) throw missingField(`${at}.name`)
    const values = [...(field.value == null ? [] : [field.value]), ...(field.values ?? [])]
    if (values.length === 0) throw missingField(`${at}.value`)
    if (CUSTOM_FIELD.includes(field.name)) {
      if (field.reference == null) throw missingField(`${at}.reference`)
      return { customField: field.reference, oneOf: values }
    }
    if (field.reference != null) throw invalidField(`${at}.reference`, 'value is only for the name custom_field')
    return { member: known(field.name, `${at}.name`, members), oneOf: values }
  })
  return [...texts, ...equal]
}

function known(name: string, field: string, { names }: SearchMembers): string {
  if (!names.has(name)) throw invalidField(field, 'value is not a member that can be searched')
  return name
}
