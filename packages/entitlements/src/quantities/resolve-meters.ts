import { knownOptions, reference, refuseOption } from '../errors/check-option.ts'
import { type AttemptMeters, eventMetersWhenUnknown, type QuantityMeter } from './quantity-meters.ts'
import { totalOf } from './quantity-names.ts'

/** References of the value and of the properties that meters share. The defaults are the guide's. */
export interface MeterOptions {
  /** Meter value that carries the count, where a quantity names no other. Default `token_count`. */
  readonly value?: string
  /** Meter property that carries the served model. Default `model_id`. */
  readonly model?: string
  /**
   * Meter property that flags a billed estimate (`estimate`, `recovered`); the meters must have it before `bill:
   * 'estimate'` is chosen. Default `usage_source`. Events with the provider's own numbers do not carry it.
   */
  readonly source?: string
}

/**
 * The meter that counts each quantity, by the name of the quantity: totals (`promptTokens`, `completionTokens`), their
 * exclusive pools (`uncachedPromptTokens`, `cachedPromptTokens`, `cacheWriteTokens`, `audioPromptTokens`,
 * `imagePromptTokens`; `textCompletionTokens`, `reasoningTokens`, `audioCompletionTokens`, `imageCompletionTokens`),
 * `requests` (1 an attempt), and names of the application's own. At most 64. They are added to the guide's two:
 * `promptTokens` on `prompt_tokens`, `completionTokens` on `completion_tokens`; `null` takes one of these away.
 */
export type QuantityOptions = Readonly<Record<string, string | QuantityMeter | null>>

const GUIDE = { promptTokens: 'prompt_tokens', completionTokens: 'completion_tokens' } as const
const MAX_QUANTITIES = 64
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** Checks both options and fills in the defaults. Throws InvalidOptionError. */
export function resolveMeters(options: MeterOptions, quantities: QuantityOptions): AttemptMeters {
  knownOptions(options, ['value', 'model', 'source'], 'meters.')
  for (const [name, given] of Object.entries(options)) reference(given, `meters.${name}`)
  const { value = 'token_count', model = 'model_id', source = 'usage_source' } = options
  if (typeof quantities !== 'object' || quantities === null || Array.isArray(quantities))
    refuseOption('quantities', 'meters by the names of quantities', quantities)
  const byQuantity = new Map<string, Required<QuantityMeter>>()
  for (const [quantity, meter] of Object.entries({ ...GUIDE, ...quantities })) {
    if (!NAME.test(quantity))
      refuseOption(`quantities.${quantity.slice(0, 64)}`, 'a name of 1 to 64 letters, digits and _', quantity)
    if (meter !== null) byQuantity.set(quantity, readMeter(meter, `quantities.${quantity}`, value))
  }
  if (byQuantity.size > MAX_QUANTITIES) refuseOption('quantities', `at most ${MAX_QUANTITIES}`, byQuantity.size)
  refuseMixedMeters(byQuantity)
  return { byQuantity, model, source, whenUnknown: eventMetersWhenUnknown(byQuantity) }
}

function readMeter(given: string | QuantityMeter, option: string, value: string): Required<QuantityMeter> {
  if (typeof given === 'string') {
    reference(given, option)
    return { meter: given, value }
  }
  knownOptions(given, ['meter', 'value'], `${option}.`)
  reference(given.meter, `${option}.meter`)
  if (given.value !== undefined) reference(given.value, `${option}.value`)
  return { meter: given.meter, value: given.value ?? value }
}

/** Quantities of one meter are added up: they must count the same value, and no token twice. */
function refuseMixedMeters(byQuantity: AttemptMeters['byQuantity']): void {
  for (const [quantity, { meter, value }] of byQuantity) {
    const total = totalOf(quantity)
    if (total !== undefined && byQuantity.get(total)?.meter === meter)
      refuseOption(`quantities.${quantity}`, `a meter other than that of ${total}, which holds it`, meter)
    for (const [other, second] of byQuantity)
      if (second.meter === meter && second.value !== value)
        refuseOption(`quantities.${quantity}.value`, `the value of ${other}, which has the same meter`, value)
  }
}
