import type { components, Schema } from '@tallygate/client'
import type { Database, Queryable } from '../database/database.ts'
import { contractOperations } from '../http/contract.ts'
import { membersOf } from '../http/contract-members.ts'
import { refuseNull, withoutNull } from '../http/null-members.ts'
import type { AnyOperationHandler, OperationHandlers } from '../http/operation-handlers.ts'
import { requireReferenceIdentifier } from '../http/require-reference-identifier.ts'
import type { Filter } from './conditions.store.ts'
import { customFieldFilter } from './list-filters.ts'
import { pageResponse } from './page-response.ts'
import { COPIES, renameCopies } from './rename-copies.store.ts'
import { requireExisting } from './require-existing.ts'
import { MAX_UNPAGED, type ResourceStore } from './resource.store.ts'
import type { ResourceStores } from './resource-stores.ts'
import { RESOURCES, type ResourceDefinition } from './resource-table.ts'
import type { Changes, RowOf, Stored, StoredSchema, Writable } from './stored.ts'

type SchemaOf<Key extends keyof typeof RESOURCES> = (typeof RESOURCES)[Key]['schema']

type Request<Name extends string> = Name extends keyof components['schemas'] ? Schema<Name> : never

type DefaultsOf<Name extends StoredSchema> =
  RowOf<Name> extends { readonly defaults: infer Members } ? keyof Members : never

/** The body of a create, with the defaults of the table and without nulls that ask for them. */
type Given<Name extends StoredSchema, Sent = Request<`${Name}CreateRequest`>> = {
  [Key in keyof Sent as Key extends DefaultsOf<Name> ? never : Key]: Key extends RowOf<Name>['always'][number]
    ? Exclude<Sent[Key], null>
    : Sent[Key]
} & {
  [Key in DefaultsOf<Name>]-?: Key extends keyof Sent
    ? NonNullable<Sent[Key]>
    : Key extends keyof Schema<Name>
      ? NonNullable<Schema<Name>[Key]>
      : never
}

/** The request of a change. */
export interface Asked {
  readonly query: Readonly<Record<string, unknown>>
  /** True where the request would have made the resource, had there been none with its reference. */
  readonly upsert: boolean
}

/** The rules of one kind of resource beyond its row in the table. Each runs in the transaction of its request. */
export interface ResourceRules<Name extends StoredSchema> {
  /** Returns the members of a new one, or throws for a request that makes none. Default: the members that were sent. */
  readonly create?: (transaction: Queryable, body: Given<Name>) => Promise<Writable<Name>>
  /** Returns the members that change, or throws for what cannot change. Default: the members that were sent. */
  readonly update?: (
    transaction: Queryable,
    found: Stored<Name>,
    body: Request<`${Name}UpdateRequest`>,
    asked: Asked,
  ) => Promise<Changes<Name>>
  /** Runs when one was made or changed. */
  readonly written?: (transaction: Queryable, row: Stored<Name>) => Promise<void>
  /** Throws where something needs it. */
  readonly refuseDeletion?: (transaction: Queryable, found: Stored<Name>, asked: Asked) => Promise<void>
  /** Returns the rows as the API shows them. Default: as they are stored. */
  readonly present?: (database: Queryable, rows: readonly Stored<Name>[]) => Promise<readonly object[]>
}

/**
 * Makes the operations of a kind of resource that only create, read, update, delete and list, as far as the contract
 * has them. What differs from one kind to the next stands in the table, and where it takes code, in the rules.
 */
export function resourceRoutes<Key extends keyof typeof RESOURCES>(
  { database, stores }: { readonly database: Database; readonly stores: ResourceStores },
  key: Key,
  rules: ResourceRules<SchemaOf<Key>> = {},
): OperationHandlers {
  type Name = SchemaOf<Key>
  const definition: ResourceDefinition = RESOURCES[key]
  const { schema, plural, always, defaults = {}, objectType } = definition
  const store = (): ResourceStore<Name> => stores[key] as unknown as ResourceStore<Name>
  /** Members whose null asks for what a new one has where nothing is said. */
  const stated = [...always, ...Object.keys(defaults)]

  const shown = async (connection: Queryable, row: Stored<Name>): Promise<object> =>
    (await rules.present?.(connection, [row]))?.[0] ?? row
  const requireReferences = async (transaction: Queryable, body: object): Promise<void> => {
    for (const [field, referred] of Object.entries(definition.references ?? {})) {
      const id = (body as Readonly<Record<string, string | null | undefined>>)[field]
      await requireExisting(transaction, stores[referred] as unknown as ResourceStore<StoredSchema>, id, field)
    }
  }
  const create = async (transaction: Queryable, given: object): Promise<object> => {
    const body = { ...defaults, ...withoutNull(given as Record<string, unknown>, stated) }
    await requireReferences(transaction, body)
    const members = (await rules.create?.(transaction, body as Parameters<typeof rules.create>[1])) ?? body
    const row = await store().insert(transaction, members as Writable<Name>)
    await rules.written?.(transaction, row)
    return shown(transaction, row)
  }
  const change = async (transaction: Queryable, found: Stored<Name>, body: object, asked: Asked): Promise<object> => {
    await requireReferences(transaction, body)
    const members = rules.update?.(transaction, found, body as Parameters<typeof rules.update>[2], asked) ?? body
    const row = await store().update(transaction, found.id, (await members) as Changes<Name>)
    await renamed(transaction, definition, found, row)
    await rules.written?.(transaction, row)
    return shown(transaction, row)
  }
  const named = async (transaction: Queryable, reference: string | undefined): Promise<Stored<Name> | undefined> => {
    if (reference === undefined) return undefined
    if (definition.byReference) return store().find(transaction, reference)
    return (await store().list(transaction, [{ sql: 'reference', equals: reference }])).data[0]
  }

  const handlers: Readonly<Record<string, AnyOperationHandler>> = {
    [`list${plural}`]: listHandler(database, definition, store, rules.present),
    [`get${schema}`]: async ({ path }) => shown(database, await store().get(database, nameIn(path))),
    [`create${schema}`]: ({ body }) => database.transaction((transaction) => create(transaction, body as object)),
    [`upsert${schema}`]: ({ body, query }) =>
      database.transaction(async (transaction) => {
        requireReferenceIdentifier(query['identifier_field'] as string | undefined)
        const given = withoutNull(body as Record<string, unknown>, stated)
        const found = await named(transaction, given['reference'] as string | undefined)
        if (found === undefined) return create(transaction, given)
        return change(transaction, found, given, { query, upsert: true })
      }),
    [`update${schema}`]: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const found = await store().lock(transaction, nameIn(path))
        refuseNull(body as object, always, objectType)
        return change(transaction, found, body as object, { query, upsert: false })
      }),
    [`delete${schema}`]: ({ path, query }) =>
      database.transaction(async (transaction) => {
        const found = await store().lock(transaction, nameIn(path))
        await rules.refuseDeletion?.(transaction, found, { query, upsert: false })
        return store().remove(transaction, found.id)
      }),
  }
  return Object.fromEntries(Object.entries(handlers).filter(([id]) => operationOf(id) !== undefined))
}

const operationOf = (id: string) => contractOperations.find((operation) => operation.id === id)

/** The one parameter of the path: an id, or a reference where the contract takes one. */
const nameIn = (path: Readonly<Record<string, string>>): string => {
  const [name] = Object.values(path)
  if (name === undefined) throw new Error('the path of a resource must have a parameter; it has none')
  return name
}

/** Writes a new reference wherever the old one was copied. */
async function renamed(
  transaction: Queryable,
  { copies = [] }: ResourceDefinition,
  before: object,
  after: { readonly id: string },
): Promise<void> {
  const [{ reference: old }, { reference }] = [before, after] as { readonly reference?: string }[] as [
    { readonly reference?: string },
    { readonly reference?: string },
  ]
  if (reference === undefined || reference === old) return
  for (const copy of copies) await renameCopies(transaction, COPIES[copy], { id: after.id, reference })
}

/** Lists in pages where the contract has pages, and with the filters of the table. */
function listHandler<Name extends StoredSchema>(
  database: Database,
  { plural, filters = {} }: ResourceDefinition,
  store: () => ResourceStore<Name>,
  present: ResourceRules<Name>['present'],
): AnyOperationHandler {
  const operation = operationOf(`list${plural}`)
  const isPaged = operation?.parameters.some(({ name }) => name === 'page') === true
  const showsPage = membersOf(operation?.successSchema ?? {})?.['page'] !== undefined
  return async ({ query }) => {
    const asked = Object.entries(filters).map(([name, place]): Filter => {
      const value = query[name] as string & readonly string[]
      return name.endsWith('[]') ? { ...place, in: value } : { ...place, equals: value }
    })
    const request = {
      page: isPaged ? (query['page'] as number) : 1,
      limit: isPaged ? (query['limit'] as number) : MAX_UNPAGED,
      orderBy: query['order_by'] as string | undefined,
      orderDirection: query['order_direction'] as 'asc' | 'desc' | undefined,
    }
    const found = await store().list(
      database,
      [...asked, ...customFieldFilter(query['custom_field'] as string | undefined)],
      request,
    )
    const data = [...((await present?.(database, found.data)) ?? found.data)]
    return showsPage && operation
      ? pageResponse(`/${operation.segments.join('/')}`, request, { ...found, data })
      : { data }
  }
}
