import { type ContractSchema, contractDocument } from '../src/http/contract.ts'

interface Schema extends ContractSchema {
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly format?: string
  readonly pattern?: string
}

/** A repeatable sequence of numbers from 0 to 1. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** A value as it stands in a URL. An object without a prototype has no text of its own. */
export function asText(value: unknown): string {
  return (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)).toWellFormed()
}

const MAX_DEPTH = 9
/** The share of values that are of any kind instead of the one that the contract asks for. */
const JUNK_RATE = 0.06

const JUNK: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  '',
  ' ',
  'a',
  '-1',
  '1e400',
  '9'.repeat(70),
  'x'.repeat(300),
  'nul\u0000byte',
  '\ud800',
  '%_\\',
  "'; drop table customers; --",
  '2026-02-30T25:00:00Z',
  [],
  [[]],
  {},
  { '': { '': null } },
  { __proto__: null, constructor: 1 },
]

const TEXTS = [
  'reference-0001',
  'gpt-4o',
  'token_count',
  'model_id',
  'USD',
  'Europe/Amsterdam',
  'https://hooks.example/in',
  'ünï cødé 🙂',
]
const DECIMALS = ['0', '1', '12.50', '0.000001', '-3', '123456789012345678901234567890']
const INSTANTS = [
  '2026-01-05T10:00:00Z',
  '2026-01-05T10:00:00.123+02:00',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
]

/** Makes values that nearly fit the contract. `ids` are of resources that exist, so that some requests get through. */
export class FuzzedValues {
  readonly #random: () => number
  readonly #ids: readonly string[]

  constructor(random: () => number, ids: readonly string[]) {
    this.#random = random
    this.#ids = ids
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item
  }

  chance(rate: number): boolean {
    return this.#random() < rate
  }

  of(schema: ContractSchema, depth = 0): unknown {
    if (this.chance(JUNK_RATE)) return this.pick(JUNK)
    const here = followed(schema as Schema)
    if (here.enum !== undefined) return this.pick(here.enum)
    if (here.anyOf !== undefined) return this.of(this.pick(here.anyOf), depth)
    if (here.allOf !== undefined) return Object.assign({}, ...here.allOf.map((part) => this.of(part, depth)))
    const types = typeof here.type === 'string' ? [here.type] : (here.type ?? ['object'])
    switch (this.pick(types)) {
      case 'null':
        return null
      case 'boolean':
        return this.chance(0.5)
      case 'integer':
      case 'number':
        return this.pick([0, 1, 2, 50, 100, 2_147_483_647])
      case 'array':
        return depth > MAX_DEPTH
          ? []
          : Array.from({ length: this.pick([0, 1, 1, 2]) }, () => this.of(here.items ?? {}, depth + 1))
      case 'string':
        return this.#text(here)
      default:
        return this.#object(here, depth)
    }
  }

  #text(schema: Schema): string {
    if (schema.format === 'date-time') return this.pick(INSTANTS)
    if (schema.pattern?.includes('\\d') === true) return this.pick(DECIMALS)
    return this.chance(0.6) ? this.pick(this.#ids) : this.pick(TEXTS)
  }

  #object(schema: Schema, depth: number): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      const wanted = (schema.required ?? []).includes(name) ? 0.97 : depth > MAX_DEPTH ? 0 : 0.45
      if (this.chance(wanted)) made[name] = this.of(member, depth + 1)
    }
    return made
  }
}

function followed(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  let found: unknown = contractDocument
  for (const piece of schema.$ref.split('#')[1]?.slice(1).split('/') ?? []) {
    found = (found as Record<string, unknown>)[piece.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return followed(found as Schema)
}
