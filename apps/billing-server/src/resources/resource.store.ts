import type { Queryable } from '../database/database.ts'
import { FOREIGN_KEY_VIOLATION, sqlState, UNIQUE_VIOLATION } from '../database/sql-state.ts'
import { ApiFault, invalidField, invalidOperation, notFound } from '../http/api-fault.ts'
import { membersOf } from '../http/contract-members.ts'
import { refuseNull } from '../http/null-members.ts'
import type { MakeId } from '../resource-id.ts'
import { conditions, type Filter } from './conditions.store.ts'
import type { Publish } from './outbox.store.ts'
import type { ResourceDefinition } from './resource-table.ts'
import { type Changes, type ResourceRow, readStored, type Stored, type StoredSchema, type Writable } from './stored.ts'

export interface PageRequest {
  readonly page?: number
  readonly limit?: number
  readonly orderBy?: string | undefined
  readonly orderDirection?: 'asc' | 'desc' | undefined
}

export interface Page<Item> {
  readonly data: Item[]
  readonly total: number
}

/** The options that every store is given. */
export interface ResourceStoreOptions {
  readonly makeId: MakeId
  readonly now: () => number
  readonly publish: Publish
}

/** Lists without pages end here; a catalog that is larger needs a list with pages. */
export const MAX_UNPAGED = 10_000

/** Removes members that are not set, so that the stored body holds what was said and no more. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value
}

/**
 * Rows of one kind of resource. The wire members live in `body`; id, type and times are the row's. Every method takes
 * the connection to use, so that callers decide what is one transaction.
 */
export class ResourceStore<Name extends StoredSchema> {
  readonly definition: ResourceDefinition
  readonly #makeId: MakeId
  readonly #now: () => number
  readonly #publish: Publish

  constructor(definition: ResourceDefinition, options: ResourceStoreOptions) {
    this.definition = definition
    this.#makeId = options.makeId
    this.#now = options.now
    this.#publish = options.publish
  }

  /**
   * Stores a new resource and returns its wire form. `columns` are values of columns beside the body; `id` where parts
   * of the body name it.
   */
  async insert(
    database: Queryable,
    body: Writable<Name>,
    columns: Readonly<Record<string, unknown>> = {},
    id: string = this.#makeId(this.definition.table),
  ): Promise<Stored<Name>> {
    const now = new Date(this.#now())
    const names = Object.keys(columns)
    const sql = `insert into ${this.definition.table} (id, created_at, updated_at, body${names.map((name) => `, ${name}`).join('')})
      values ($1, $2, $2, $3::jsonb${names.map((_, index) => `, $${index + 4}`).join('')}) returning id, created_at, updated_at, body`
    const stored = JSON.stringify(withoutUndefined(body))
    const parameters = [id, now, stored, ...Object.values(columns)]
    const [row] = await this.#guarded(() => database.query<ResourceRow>(sql, parameters), body)
    return this.#published(database, 'CREATED', row as ResourceRow)
  }

  /** By id, or by reference where the API allows it; `undefined` when there is none. */
  async find(database: Queryable, idOrReference: string): Promise<Stored<Name> | undefined> {
    const byReference = this.definition.byReference ? ' or reference = $1' : ''
    // An id wins over a reference that looks the same.
    const rows = await database.query<ResourceRow>(
      `select id, created_at, updated_at, body from ${this.definition.table} where id = $1${byReference} order by (id = $1) desc limit 1`,
      [idOrReference],
    )
    return rows[0] && this.#wire(rows[0])
  }

  /** As `find`, for what the path names: throws RESOURCE_NOT_FOUND (404). */
  async get(database: Queryable, idOrReference: string): Promise<Stored<Name>> {
    const found = await this.find(database, idOrReference)
    if (found === undefined) throw notFound(this.definition.objectType, idOrReference)
    return found
  }

  /** As `get`, and nobody else changes it until the transaction ends. */
  async lock(database: Queryable, idOrReference: string): Promise<Stored<Name>> {
    const { id } = await this.get(database, idOrReference)
    const rows = await database.query<ResourceRow>(
      `select id, created_at, updated_at, body from ${this.definition.table} where id = $1 for update`,
      [id],
    )
    if (rows[0] === undefined) throw notFound(this.definition.objectType, idOrReference)
    return this.#wire(rows[0])
  }

  /** All with one of these ids, by id. */
  async byIds(database: Queryable, ids: readonly string[]): Promise<Map<string, Stored<Name>>> {
    if (ids.length === 0) return new Map()
    const rows = await database.query<ResourceRow>(
      `select id, created_at, updated_at, body from ${this.definition.table} where id = any($1::text[])`,
      [[...new Set(ids)]],
    )
    return new Map(rows.map((row) => [row.id, this.#wire(row)]))
  }

  /** Replaces the members that `changes` has (null clears one that may be absent); the others stay. */
  async update(
    database: Queryable,
    id: string,
    changes: Changes<Name>,
    columns: Readonly<Record<string, unknown>> = {},
  ): Promise<Stored<Name>> {
    this.#refuseClearing(changes)
    const names = Object.keys(columns)
    const sql = `update ${this.definition.table} set body = body || $2::jsonb, updated_at = $3${names
      .map((name, index) => `, ${name} = $${index + 4}`)
      .join('')} where id = $1 returning id, created_at, updated_at, body`
    const stored = JSON.stringify(withoutUndefined(changes))
    const parameters = [id, stored, new Date(this.#now()), ...Object.values(columns)]
    const [row] = await this.#guarded(() => database.query<ResourceRow>(sql, parameters), changes)
    if (row === undefined) throw notFound(this.definition.objectType, id)
    return this.#published(database, 'UPDATED', row)
  }

  /** Deletes one that nothing refers to, and returns what it was. */
  async remove(database: Queryable, id: string): Promise<Stored<Name>> {
    try {
      const [row] = await database.query<ResourceRow>(
        `delete from ${this.definition.table} where id = $1 returning id, created_at, updated_at, body`,
        [id],
      )
      if (row === undefined) throw notFound(this.definition.objectType, id)
      return await this.#published(database, 'DELETED', row)
    } catch (error) {
      if (sqlState(error) !== FOREIGN_KEY_VIOLATION) throw error
      const { objectType: resourceType } = this.definition
      const message = 'It is in use and cannot be deleted'
      throw new ApiFault({
        status: 409,
        code: 'COULD_NOT_DELETE_RESOURCE',
        message,
        resourceType,
        resourceId: id,
        cause: error,
      })
    }
  }

  async list(database: Queryable, filters: readonly Filter[], request: PageRequest = {}): Promise<Page<Stored<Name>>> {
    const { table } = this.definition
    const { where, parameters } = conditions(filters, `(to_jsonb(${table}) - 'body' || body)`)
    const limit = request.limit ?? MAX_UNPAGED
    const offset = ((request.page ?? 1) - 1) * limit
    const direction = request.orderDirection === 'asc' ? 'asc' : 'desc'
    const order = `${this.#orderColumn(request.orderBy)} ${direction} nulls last, id ${direction}`
    const [counted] = await database.query<{ total: number }>(
      `select count(*) as total from ${table} ${where}`,
      parameters,
    )
    const rows = await database.query<ResourceRow>(
      `select id, created_at, updated_at, body from ${table} ${where} order by ${order} limit $${parameters.length + 1} offset $${parameters.length + 2}`,
      [...parameters, limit, offset],
    )
    return { data: rows.map((row) => this.#wire(row)), total: counted?.total ?? 0 }
  }

  async #published(
    database: Queryable,
    action: 'CREATED' | 'UPDATED' | 'DELETED',
    row: ResourceRow,
  ): Promise<Stored<Name>> {
    const wire = this.#wire(row)
    await this.#publish(database, `${this.definition.objectType}.${action}`, wire as object)
    return wire
  }

  /** Throws where a change would clear a member that every resource of the kind has. */
  #refuseClearing(changes: object): void {
    refuseNull(changes, this.definition.always, this.definition.objectType)
  }

  #orderColumn(orderBy: string | undefined): string {
    if (orderBy === undefined || orderBy === 'created_at') return 'created_at'
    if (orderBy === 'updated_at') return 'updated_at'
    const sql = this.definition.orderBySql?.[orderBy]
    if (sql !== undefined) return sql
    const members = membersOf({ $ref: `#/components/schemas/${this.definition.schema}` }) ?? {}
    const texts = ['reference', 'name', 'status'].filter((name) => Object.hasOwn(members, name))
    const allowed = [...texts, ...(this.definition.orderBy ?? [])]
    if (!allowed.includes(orderBy)) {
      const all = ['created_at', 'updated_at', ...allowed, ...Object.keys(this.definition.orderBySql ?? {})]
      throw invalidField('order_by', `value is not one of ${all.join(', ')}`)
    }
    // By bytes: the same order on every engine, whatever language its database was made for.
    return `(body ->> '${orderBy}') collate "C"`
  }

  async #guarded(work: () => Promise<ResourceRow[]>, body: object): Promise<ResourceRow[]> {
    try {
      return await work()
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) {
        const reference = 'reference' in body ? String(body.reference) : undefined
        throw new ApiFault({
          status: 409,
          code: 'RESOURCE_ALREADY_EXISTS',
          field: 'reference',
          message: `A ${this.definition.objectType} with this reference exists already`,
          resourceType: this.definition.objectType,
          ...(reference !== undefined && { resourceId: reference }),
          cause: error,
        })
      }
      if (sqlState(error) === FOREIGN_KEY_VIOLATION) {
        throw invalidOperation('It refers to a resource that does not exist', {
          resourceType: this.definition.objectType,
        })
      }
      throw error
    }
  }

  #wire(row: ResourceRow): Stored<Name> {
    return readStored<Name>(this.definition, row)
  }
}
