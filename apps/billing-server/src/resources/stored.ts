import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { CorruptRowError } from './corrupt-row-error.ts'
import type { RESOURCES, ResourceDefinition } from './resource-table.ts'

type Rows = (typeof RESOURCES)[keyof typeof RESOURCES]

/** The schemas of the resources that are rows of the database. */
export type StoredSchema = Rows['schema']

/** The row of the table with this schema. */
export type RowOf<Name extends StoredSchema> = Extract<Rows, { readonly schema: Name }>

/** An object whose named members are there, and not null. */
export type Having<Value, Member extends PropertyKey> = Value extends object
  ? Omit<Value, Member> & { [Key in Member & keyof Value]-?: NonNullable<Value[Key]> }
  : Value

/** The members that are there in a member of the row, or in each entry of it. */
type Inside<Value, Member extends PropertyKey> = Value extends readonly (infer Entry)[]
  ? Having<Entry, Member>[]
  : Having<Value, Member>

type Within<Name extends StoredSchema> = RowOf<Name> extends { readonly inside: infer Members } ? Members : unknown

type Always<Name extends StoredSchema> = RowOf<Name>['always'][number] | RowOf<Name>['timestamps'][number]

type Known<Name extends StoredSchema> = {
  [Member in keyof Schema<Name>]: Member extends keyof Within<Name>
    ? Within<Name>[Member] extends readonly (infer Key extends PropertyKey)[]
      ? Inside<Schema<Name>[Member], Key>
      : never
    : Schema<Name>[Member]
}

/** The members of a resource that its caller writes: those that every row has must be among them. */
export type Writable<Name extends StoredSchema> = Partial<Omit<Known<Name>, RowOf<Name>['always'][number]>> & {
  [Member in RowOf<Name>['always'][number] & keyof Known<Name>]: NonNullable<Known<Name>[Member]>
}

/** The members of a resource that a change may name; null clears one that may be absent. */
export type Changes<Name extends StoredSchema> = Partial<Known<Name>>

/**
 * A resource as it stands in its row: the id and the members that every row of its kind has are there. The schema of
 * the contract says less, because it promises no member.
 */
export type Stored<Name extends StoredSchema> = Having<Known<Name>, 'object_type' | Always<Name>> & {
  readonly id: string
}

/** The columns that every resource has. */
export interface ResourceRow {
  readonly id: string
  readonly created_at: Date
  readonly updated_at: Date
  readonly body: Readonly<Record<string, unknown>>
}

/** Reads a row into the resource that it holds. Throws a `CorruptRowError` where it lacks what every row has. */
export function readStored<Name extends StoredSchema>(definition: ResourceDefinition, row: ResourceRow): Stored<Name> {
  for (const member of definition.always) requireMember(definition, row, row.body[member], member)
  for (const [member, keys] of Object.entries(definition.inside ?? {})) {
    const value = row.body[member]
    if (value == null) continue
    const objects = (Array.isArray(value) ? value : [value]) as Readonly<Record<string, unknown>>[]
    for (const [index, object] of objects.entries()) {
      const at = Array.isArray(value) ? `${member}.${index}` : member
      for (const key of keys) requireMember(definition, row, object[key], `${at}.${key}`)
    }
  }
  return {
    object_type: definition.objectType,
    id: row.id,
    ...row.body,
    ...Object.fromEntries(definition.timestamps.map((name) => [name, formatInstant(row[name])])),
    // The members that the type has beyond the schema are those that were required above.
  } as unknown as Stored<Name>
}

function requireMember({ table }: ResourceDefinition, { id }: ResourceRow, value: unknown, member: string): void {
  if (value == null) throw new CorruptRowError({ table, id, member })
}
