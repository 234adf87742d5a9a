import { type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'

/** Meters and plans change rarely; what was read about them is read again after this long. */
const MAX_AGE_MS = 300_000
/** Pages of calculations that are read: 20,000 calculations. */
const CALCULATION_LIMIT = 100

export interface CoveredItem {
  readonly meter: string
  readonly productItemId: string
}

/**
 * The meters that the invoice of a plan version reports completely, with the product item of each. A meter is covered
 * when some product item of the plan sums our value of it, without conditions of its own, at prices that have a
 * default rate: then every event of the meter is in a line. Usage that no rule takes is in none (NOT_MATCHED).
 */
export class MeterCatalog {
  readonly #client: BillingClient
  readonly #valueFor: (meter: string) => string | undefined
  readonly #now: () => number
  #readAt = Number.NEGATIVE_INFINITY
  #properties: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  #meters: Promise<ReadonlyMap<string, string>> | undefined
  #calculations: Promise<ReadonlyMap<string, Schema<'MeterValueCalculation'>>> | undefined
  #versions = new Map<string, Promise<Schema<'PricingPlanVersion'>>>()
  #items = new Map<string, Promise<Schema<'ProductItem'>>>()
  #covered = new Map<string, Promise<readonly CoveredItem[]>>()

  /** @param valueFor The meter value that carries the count of a meter. */
  constructor(client: BillingClient, valueFor: (meter: string) => string | undefined, now: () => number) {
    this.#client = client
    this.#valueFor = valueFor
    this.#now = now
  }

  /** Id of a meter by its reference; undefined when the API has no such meter. */
  async meterId(reference: string): Promise<string | undefined> {
    this.#forgetWhenOld()
    for (const [id, known] of await this.#meterReferences()) if (known === reference) return id
    return undefined
  }

  /** References of the properties that the events of a meter may have; none for a meter that the API does not have. */
  async propertiesOf(reference: string): Promise<ReadonlySet<string>> {
    this.#forgetWhenOld()
    await this.#meterReferences()
    return this.#properties.get(reference) ?? new Set()
  }

  /** References of the meters that a schedule prices: by its plan version, or by pricings of its own. */
  async countedBy(schedule: Schema<'PricingPlanSchedule'>): Promise<ReadonlySet<string>> {
    this.#forgetWhenOld()
    const own = [...(schedule.override_pricings ?? []), ...pricingsOf(schedule)]
    const versionId = schedule.pricing_plan_version_id
    const pricings = versionId == null ? own : [...pricingsOf(await this.#version(versionId)), ...own]
    const ids = new Set(pricings.flatMap(({ items }) => items ?? []).flatMap((item) => item.product_item_ids ?? []))
    const counted = await Promise.all(
      [...ids].map(async (id) => {
        const calculation = await this.#calculationOf(await this.#item(id))
        return (await this.#meterReferences()).get(calculation?.meter_id ?? '')
      }),
    )
    return new Set(counted.filter((meter) => meter !== undefined))
  }

  covered(pricingPlanVersionId: string): Promise<readonly CoveredItem[]> {
    this.#forgetWhenOld()
    return remember(this.#covered, pricingPlanVersionId, () => this.#readCovered(pricingPlanVersionId))
  }

  async #readCovered(pricingPlanVersionId: string): Promise<readonly CoveredItem[]> {
    const version = await this.#version(pricingPlanVersionId)
    const covered = new Map<string, CoveredItem>()
    // Pricings in groups and add-ons may be switched off per subscription, so they prove nothing.
    const pricings = (version.pricing_categories ?? []).flatMap((category) => category.pricings ?? [])
    for (const pricing of pricings.filter(({ product_type }) => product_type !== 'ADDON')) {
      for (const item of pricing.items ?? []) {
        if (!hasDefaultRate(item)) continue
        for (const id of item.product_item_ids ?? []) {
          const meter = await this.#meterOf(id)
          if (meter !== undefined && !covered.has(meter)) covered.set(meter, { meter, productItemId: id })
        }
      }
    }
    return [...covered.values()]
  }

  /** The meter whose every event counts for the product item, or undefined. */
  async #meterOf(productItemId: string): Promise<string | undefined> {
    const item = await this.#item(productItemId)
    if (item.model_type !== 'USAGE_BASED' || hasConditions(item.usage_based?.conditions)) return undefined
    const calculation = await this.#calculationOf(item)
    if (calculation?.calculation_type !== 'SUM' || calculation.persist === true) return undefined
    const meter = (await this.#meterReferences()).get(calculation.meter_id ?? '')
    const value = meter === undefined ? undefined : this.#valueFor(meter)
    return value !== undefined && (await this.#sums(calculation, value)) ? meter : undefined
  }

  #version(id: string): Promise<Schema<'PricingPlanVersion'>> {
    return remember(this.#versions, id, () =>
      unwrap(this.#client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } })),
    )
  }

  #item(id: string): Promise<Schema<'ProductItem'>> {
    return remember(this.#items, id, () =>
      unwrap(this.#client.GET('/v1/product-items/{idOrRef}', { params: { path: { idOrRef: id } } })),
    )
  }

  async #calculationOf(item: Schema<'ProductItem'>): Promise<Schema<'MeterValueCalculation'> | undefined> {
    const id = item.usage_based?.meter_value_calculation_id ?? item.meter_value_calculation_id
    return id == null ? undefined : (await this.#allCalculations()).get(id)
  }

  async #sums(calculation: Schema<'MeterValueCalculation'>, value: string): Promise<boolean> {
    if (calculation.meter_value?.reference !== undefined) return calculation.meter_value.reference === value
    if (calculation.meter_value_id == null) return false
    const { data } = await unwrap(this.#client.GET('/v1/meter-values'))
    return data.some(({ id, reference }) => id === calculation.meter_value_id && reference === value)
  }

  #meterReferences(): Promise<ReadonlyMap<string, string>> {
    this.#meters ??= forgetFailure(this.#readMeters(), () => {
      this.#meters = undefined
    })
    return this.#meters
  }

  async #readMeters(): Promise<ReadonlyMap<string, string>> {
    const { data } = await unwrap(this.#client.GET('/v1/meters'))
    this.#properties = new Map(data.map((meter) => [meter.reference ?? '', propertyReferences(meter)]))
    return new Map(
      data.flatMap(({ id, reference }) => (id == null || reference == null ? [] : [[id, reference] as const])),
    )
  }

  #allCalculations(): Promise<ReadonlyMap<string, Schema<'MeterValueCalculation'>>> {
    this.#calculations ??= forgetFailure(this.#readCalculations(), () => {
      this.#calculations = undefined
    })
    return this.#calculations
  }

  async #readCalculations(): Promise<ReadonlyMap<string, Schema<'MeterValueCalculation'>>> {
    const found = new Map<string, Schema<'MeterValueCalculation'>>()
    const pages = paginate(
      (page) =>
        this.#client.GET('/v1/meter-value-calculations', { params: { query: { page, limit: CALCULATION_LIMIT } } }),
      { limit: CALCULATION_LIMIT, maxPages: 200 },
    )
    for await (const calculation of pages) if (calculation.id != null) found.set(calculation.id, calculation)
    return found
  }

  #forgetWhenOld(): void {
    const now = this.#now()
    if (now - this.#readAt <= MAX_AGE_MS) return
    this.#readAt = now
    this.#meters = undefined
    this.#calculations = undefined
    this.#versions = new Map()
    this.#items = new Map()
    this.#covered = new Map()
  }
}

function propertyReferences({ meter_properties: properties }: Schema<'Meter'>): ReadonlySet<string> {
  return new Set((properties ?? []).flatMap(({ reference, object }) => reference ?? object?.reference ?? []))
}

/** The pricings of a plan version, or of a schedule, those in groups too. */
function pricingsOf({
  pricing_categories: categories,
}: Pick<Schema<'PricingPlanVersion'>, 'pricing_categories'>): Schema<'Pricing'>[] {
  return (categories ?? []).flatMap((category) => [
    ...(category.pricings ?? []),
    ...(category.pricing_groups ?? []).flatMap((group) => group.pricings ?? []),
  ])
}

/** Every list of rules that may be billed by, of whatever currency or billing period, has to have one. */
function hasDefaultRate(item: Schema<'PricingItem'>): boolean {
  const byPeriod = (periods: Schema<'PricingItem'>['billing_period_configs']) =>
    (periods ?? []).map(({ configs }) => configs ?? [])
  const lists = [
    item.configs ?? [],
    ...byPeriod(item.billing_period_configs),
    ...(item.pricing_currency_configs ?? []).flatMap((currency) => [
      currency.configs ?? [],
      ...byPeriod(currency.billing_period_configs),
    ]),
  ].filter((configs) => configs.length > 0)
  // With an included volume the line tells what is charged, not what was used.
  if (lists.flat().some((config) => config.default_included_volume != null)) return false
  const isDefault = ({ conditions }: Schema<'PricingItemConfig'>) => (conditions?.meter_properties?.length ?? 0) === 0
  return lists.length > 0 && lists.every((configs) => configs.some(isDefault))
}

function hasConditions(conditions: Schema<'MeterConditions'> | null | undefined): boolean {
  return (conditions?.meter_properties?.length ?? 0) > 0 || conditions?.expression != null
}

function remember<T>(map: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  let known = map.get(key)
  if (known === undefined) {
    known = forgetFailure(read(), () => map.delete(key))
    map.set(key, known)
  }
  return known
}

/** A failed read is not remembered. */
function forgetFailure<T>(read: Promise<T>, forget: () => void): Promise<T> {
  read.catch(forget)
  return read
}
