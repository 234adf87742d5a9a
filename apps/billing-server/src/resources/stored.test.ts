import { describe, expect, expectTypeOf, it } from 'vitest'
import { contractOperations } from '../http/contract.ts'
import { membersOf, requiredOf } from '../http/contract-members.ts'
import { CorruptRowError } from './corrupt-row-error.ts'
import { RESOURCES, type ResourceDefinition } from './resource-table.ts'
import { readStored, type Stored } from './stored.ts'

const at = new Date('2026-01-01T00:00:00Z')
const row = (body: Record<string, unknown>) => ({ id: 'row_1', created_at: at, updated_at: at, body })

const link = { id: 'metv_1', reference: 'tokens', required: true }
const meter = { status: 'ACTIVE', reference: 'llm', meter_values: [link] }

describe('a row of the database, as it is read', () => {
  it('has its id, its type and the times that its kind shows', () => {
    const entity = readStored<'BillingEntity'>(RESOURCES.billingEntities, row({ status: 'ACTIVE', reference: 'acme' }))
    expect(entity).toEqual({
      object_type: 'BILLING_ENTITY',
      id: 'row_1',
      status: 'ACTIVE',
      reference: 'acme',
      created_at: '2026-01-01T00:00:00Z',
    })
  })

  it('has a type in which nothing that is always there may be absent', () => {
    const read = readStored<'Meter'>(RESOURCES.meters, row(meter))
    expectTypeOf(read.id).toEqualTypeOf<string>()
    expectTypeOf(read.reference).toEqualTypeOf<string>()
    expectTypeOf(read.meter_values?.[0]?.id).toEqualTypeOf<string | undefined>()
    expectTypeOf<Stored<'Meter'>['name']>().toEqualTypeOf<string | null | undefined>()
  })

  it.each<[string, ResourceDefinition, Record<string, unknown>, string]>([
    ['a member', RESOURCES.meters, { ...meter, reference: undefined }, 'reference of the row row_1 of meters'],
    ['a member that is null', RESOURCES.meters, { ...meter, status: null }, 'status of the row row_1 of meters'],
    [
      'a member of a link',
      RESOURCES.meters,
      { ...meter, meter_values: [link, { id: 'metv_2', required: false }] },
      'meter_values.1.reference of the row row_1 of meters',
    ],
  ])('is refused by name where it lacks %s', (_, definition, body, named) => {
    const read = () => readStored(definition, row(body))
    expect(read).toThrow(CorruptRowError)
    expect(read).toThrow(`${named} must be set; it is missing. Restore the row from a backup.`)
  })

  it.each(Object.entries(RESOURCES))('of %s is refused without each member that every row has', (_, definition) => {
    const whole = Object.fromEntries(definition.always.map((member) => [member, {}]))
    for (const member of definition.always) {
      expect(() => readStored(definition, row({ ...whole, [member]: null }))).toThrow(`${member} of the row row_1`)
    }
  })
})

describe('the table of resources', () => {
  const schemaOf = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  /** Members that a create must send, and that rows which the server makes by itself may lack. */
  const ownRowsLack: Readonly<Record<string, readonly string[]>> = { WalletGrant: ['billing_entity_id'] }

  it.each(Object.values(RESOURCES).map((row): [string, ResourceDefinition] => [row.schema, row]))(
    'has for %s the members of the contract, and all that a create requires among those that are always there',
    (schema, { always }) => {
      expect(Object.keys(membersOf(schemaOf(schema)) ?? {})).toEqual(expect.arrayContaining([...always]))
      const required = requiredOf(schemaOf(`${schema}CreateRequest`))
      expect(required.filter((member) => !always.includes(member))).toEqual(ownRowsLack[schema] ?? [])
    },
  )

  it.each(Object.values(RESOURCES).map((row): [string, ResourceDefinition] => [row.schema, row]))(
    'names for %s the list of the contract, and filters that the list has',
    (_, { plural, filters = {} }) => {
      const list = contractOperations.find(({ id }) => id === `list${plural}`)
      // Versions are shown with their plan.
      expect(list === undefined).toBe(plural === 'PricingPlanVersions')
      const names = (list?.parameters ?? []).map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(Object.keys(filters)))
    },
  )
})
