import { hash } from 'node:crypto'
import { type CompiledPlan, createPlanCompiler, type PlanSource, type PricingCatalog } from '@tallygate/rating'
import type { Stored } from '../resources/stored.ts'

/** Versions and catalogs that are remembered, each with its compiled items. */
const MAX_REMEMBERED = 200

/** The input of a compiled plan, as it was read from the database just now. */
export interface GatheredPlan extends PlanSource {
  readonly version: Stored<'PricingPlanVersion'>
}

/**
 * Compiles plans and remembers them by the id of the version and by the content of it and of its catalog: each rule is
 * read once until somebody changes what it is read from. What was read before is recognised by a digest, so nothing has
 * to tell of changes, and other servers' changes count at once.
 */
export class CompiledPlans {
  readonly #compile = createPlanCompiler()
  readonly #versions = new Remembered<Stored<'PricingPlanVersion'>>()
  readonly #catalogs = new Remembered<PricingCatalog>()
  readonly #digests = new WeakMap<object, string>()

  compile(source: GatheredPlan): CompiledPlan {
    const { version, catalog } = source
    return this.#compile({
      ...source,
      version: this.#versions.take(`${version.id} ${this.#digestOf(version, version.pricing_categories)}`, version),
      catalog: this.#catalogs.take(this.#digestOf(catalog, Object.values(catalog).map(entriesOf)), catalog),
    })
  }

  /** One read of many invoices hands in the same objects again: each is looked through once. */
  #digestOf(of: object, content: unknown): string {
    const known = this.#digests.get(of)
    if (known !== undefined) return known
    const digest = hash('sha1', JSON.stringify(content ?? null), 'base64url')
    this.#digests.set(of, digest)
    return digest
  }
}

const entriesOf = (map: ReadonlyMap<string, unknown>) => [...map]

/** The first object of each content, the latest used ones. */
class Remembered<Value> {
  readonly #values = new Map<string, Value>()

  take(key: string, fresh: Value): Value {
    const value = this.#values.get(key) ?? fresh
    this.#values.delete(key)
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > MAX_REMEMBERED && oldest !== undefined) this.#values.delete(oldest)
    return value
  }
}
