/** An event: a property has more values than the limit. From then on new ones are sent as `other`. Once a property. */
export interface PropertyValuesExceeded {
  readonly type: 'property_values_exceeded'
  /** Reference of the property. */
  readonly property: string
  readonly limit: number
}

/** The value that stands for all values beyond the limit. */
const OTHER = 'other'

/**
 * Knows the values of properties that this process sent. The billing API keeps totals for every combination of them.
 */
export class PropertyValues {
  readonly #limit: number
  readonly #emit: ((event: PropertyValuesExceeded) => void) | undefined
  readonly #values = new Map<string, Set<string>>()
  readonly #exceeded = new Set<string>()

  constructor(limit: number, emit: ((event: PropertyValuesExceeded) => void) | undefined) {
    this.#limit = limit
    this.#emit = emit
  }

  /** Returns the value, or `other` for a new one beyond the limit that no price depends on. */
  take(property: string, value: string, isPriced: boolean): string {
    const known = this.#values.get(property) ?? new Set<string>()
    if (known.has(value)) return value
    if (known.size < this.#limit) {
      this.#values.set(property, known.add(value))
      return value
    }
    if (!this.#exceeded.has(property)) {
      this.#exceeded.add(property)
      this.#emit?.({ type: 'property_values_exceeded', property, limit: this.#limit })
    }
    return isPriced ? value : OTHER
  }
}
