import { PricingError } from './pricing-error.ts'

/** The outcome of a read: a value, or the error for whoever asks for it. */
export type Settled<Value> = { readonly value: Value } | { readonly error: PricingError }

/** Reads now, and keeps a PricingError for later: what nobody asks for keeps nobody from being billed. */
export function settle<Value>(read: () => Value): Settled<Value> {
  try {
    return { value: read() }
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    return { error }
  }
}

/** Takes what was read. @throws PricingError that reading met */
export function settledValue<Value>(settled: Settled<Value>): Value {
  if ('error' in settled) throw settled.error
  return settled.value
}
