import type { CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { FeatureRules } from '../customers/feature-rules.ts'
import type { MeterCatalog } from '../customers/meter-catalog.ts'
import type { SoldPlan } from '../customers/sold-plan.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { Intent } from '../journal/journal.ts'
import { type AttemptMeters, type EventMeter, eventMetersOf } from '../quantities/quantity-meters.ts'
import { PropertyValues, type PropertyValuesExceeded } from './property-values.ts'

/** The part of an intent that says which events it will have. */
export type IntentEvents = Pick<Intent, 'properties' | 'meters'>

export interface AttemptEventsOptions {
  readonly meters: AttemptMeters
  readonly rules: FeatureRules
  readonly catalog: Pick<MeterCatalog, 'propertiesOf'>
  /** Values of one property that are sent as they are. */
  readonly propertyValues: number
  readonly emit: ((event: PropertyValuesExceeded) => void) | undefined
}

/** Chooses the events of attempts: what the customer's plan counts, or a budget of the plan. */
export class AttemptEvents {
  readonly #options: AttemptEventsOptions
  readonly #values: PropertyValues
  /** The choices that were made, by plan and by the totals that budgets count. */
  readonly #chosen = new WeakMap<SoldPlan, Map<string, readonly EventMeter[]>>()

  constructor(options: AttemptEventsOptions) {
    this.#options = options
    this.#values = new PropertyValues(options.propertyValues, options.emit)
  }

  /** Chooses the events of an attempt without properties. Empty: those of an attempt of which no plan is known. */
  of(snapshot: CustomerSnapshot | undefined, at: number): IntentEvents {
    const meters = this.#choose(snapshot, at)
    return meters === this.#options.meters.whenUnknown ? {} : { meters }
  }

  /**
   * Checks properties and chooses the events that carry them. Throws InvalidRequestError for a property that none of
   * the meters has, and what the read of the meters threw.
   */
  async withProperties(
    snapshot: CustomerSnapshot,
    at: number,
    given: Readonly<Record<string, string>>,
  ): Promise<IntentEvents> {
    const { meters, catalog } = this.#options
    const known = new Map<string, ReadonlySet<string>>()
    for (const { meter } of meters.byQuantity.values())
      if (!known.has(meter)) known.set(meter, await catalog.propertiesOf(meter))
    for (const name of Object.keys(given)) this.#assertKnown(name, known)
    const asks = snapshot.planAt(at)?.asks
    const properties = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, this.#values.take(name, value, asks?.has(name) ?? false)]),
    )
    const events = this.#choose(snapshot, at).map((event) => {
      const own = Object.keys(properties).filter((name) => known.get(event.meter)?.has(name))
      return own.length === 0 ? event : { ...event, properties: own }
    })
    return { properties, meters: events }
  }

  #assertKnown(name: string, known: ReadonlyMap<string, ReadonlySet<string>>): void {
    const field = `properties.${name.slice(0, 40)}`
    const { model, source } = this.#options.meters
    if (name === model || name === source)
      throw new InvalidRequestError({ message: `${field} must not be given; it is set from the usage.`, field })
    const all = new Set([...known.values()].flatMap((names) => [...names]))
    if (all.has(name)) return
    const choice = [...all].filter((one) => one !== model && one !== source).join(', ')
    throw new InvalidRequestError({
      message: `${field} must be a property of ${[...known.keys()].join(', ')}${choice === '' ? '' : `, one of ${choice}`}; it is unknown.`,
      field,
    })
  }

  #choose(snapshot: CustomerSnapshot | undefined, at: number): readonly EventMeter[] {
    const plan = snapshot?.planAt(at)
    const { meters, rules } = this.#options
    if (snapshot === undefined || plan === undefined) return meters.whenUnknown
    let prompt = false
    let completion = false
    for (const { feature, countsPrompt, countsCompletion } of rules.budgets) {
      if (snapshot.number(feature) === undefined) continue
      prompt ||= countsPrompt
      completion ||= countsCompletion
    }
    const key = `${prompt} ${completion}`
    let ofPlan = this.#chosen.get(plan)
    if (ofPlan === undefined) {
      ofPlan = new Map()
      this.#chosen.set(plan, ofPlan)
    }
    let chosen = ofPlan.get(key)
    if (chosen === undefined) {
      chosen = this.#chooseFor(plan, { promptTokens: prompt, completionTokens: completion })
      ofPlan.set(key, chosen)
    }
    return chosen
  }

  #chooseFor({ counts }: SoldPlan, budgets: Readonly<Record<string, boolean>>): readonly EventMeter[] {
    const { byQuantity, whenUnknown } = this.#options.meters
    const chosen = eventMetersOf(byQuantity, (quantity, meter) => counts.has(meter) || budgets[quantity] === true)
    // The journal need not keep what goes without saying.
    return JSON.stringify(chosen) === JSON.stringify(whenUnknown) ? whenUnknown : chosen
  }
}
