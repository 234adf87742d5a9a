import type { HeldQuantity, UsedQuantity } from '@tallygate/rating'
import type { CheckRequest, ReserveRequest } from '../admission/reserve-request.ts'
import { type AttemptMeters, type EventMeter, isSentAtZero, sumOf } from '../quantities/quantity-meters.ts'
import { quantityOf, totalOf } from '../quantities/quantity-names.ts'
import type { PricedAttempts } from './attempt-prices.ts'

/** A count of a meter, as events carry it. */
export interface MeteredCount {
  /** Reference of the meter. */
  readonly meter: string
  readonly quantity: number
  readonly properties: Readonly<Record<string, string>>
}

/** Names counts by the ids that prices know; those of meters that the billing API does not have are left out. */
export function toUsedQuantities(
  counts: readonly MeteredCount[],
  { meterIds, valueIds }: PricedAttempts,
  valueFor: (meter: string) => string | undefined,
): UsedQuantity[] {
  return counts.flatMap(({ meter, quantity, properties }) => {
    const meterId = meterIds.get(meter)
    const value = valueFor(meter)
    const meterValueId = value === undefined ? undefined : valueIds.get(value)
    return meterId === undefined || meterValueId === undefined ? [] : [{ meterId, meterValueId, quantity, properties }]
  })
}

/** The quantities that an attempt will have, as prices bound them. */
export interface AskedQuantities {
  readonly fixed: readonly HeldQuantity[]
  readonly perCompletionToken: readonly HeldQuantity[]
}

/**
 * Names what a request asks for by the meters of its events: its prompt and all that it states, and one token of its
 * completion. How tokens are shared out over the pools of a total is not known yet.
 */
export function askedQuantities(
  request: CheckRequest & Pick<ReserveRequest, 'properties'>,
  eventMeters: readonly EventMeter[],
  meters: Pick<AttemptMeters, 'model'>,
  prices: PricedAttempts,
): AskedQuantities {
  const { promptTokens = 0, quantities } = request.estimate
  const stated = { promptTokens, completionTokens: 0, ...(quantities === undefined ? {} : { quantities }) }
  const used = (event: EventMeter, quantity: number): UsedQuantity[] =>
    toUsedQuantities(
      [{ meter: event.meter, quantity, properties: propertiesOf(request, event, meters) }],
      prices,
      () => event.value,
    )
  const fixed: HeldQuantity[] = []
  const perCompletionToken: HeldQuantity[] = []
  for (const event of eventMeters) {
    const whole = event.quantities.filter((quantity) => totalOf(quantity) === undefined)
    const sum = sumOf(stated, { ...event, quantities: whole })
    if (whole.length > 0 && (sum > 0 || isSentAtZero(event))) fixed.push(...used(event, sum))
    if (whole.includes('completionTokens')) perCompletionToken.push(...used(event, 1))
  }
  const pooled = (total: string, quantity: number): UsedQuantity[] =>
    eventMeters
      .filter((event) => event.quantities.some((name) => totalOf(name) === total))
      .flatMap((event) => used(event, quantity))
  const ofPrompt = pooled('promptTokens', quantityOf(stated, 'promptTokens'))
  const ofToken = pooled('completionTokens', 1)
  if (ofPrompt.length > 0) fixed.push({ oneOf: ofPrompt })
  if (ofToken.length > 0) perCompletionToken.push({ oneOf: ofToken })
  return { fixed, perCompletionToken }
}

function propertiesOf(
  { model, properties }: CheckRequest & Pick<ReserveRequest, 'properties'>,
  event: EventMeter,
  meters: Pick<AttemptMeters, 'model'>,
): Readonly<Record<string, string>> {
  const named: Record<string, string> = model === undefined ? {} : { [meters.model]: model }
  for (const reference of event.properties ?? []) {
    const value = properties?.[reference]
    if (value !== undefined) named[reference] = value
  }
  return named
}

/** Every quantity on its own, those of which only one will be it too. */
export function allOf(held: readonly HeldQuantity[]): readonly UsedQuantity[] {
  return held.flatMap((each) => ('oneOf' in each ? each.oneOf : [each]))
}
