import { ambientContext, type CallContext, InvalidRequestError } from '@tallygate/entitlements/metering'
import { type Fields, isFields } from './fields.ts'

/** The key of `providerOptions` in which a call says for whom it is. It does not reach the provider. */
export const CALL_KEY = 'tallygate'

const MEMBERS = ['customer', 'requestId', 'scopes', 'properties']

/** The facts of a call by which the application can say for whom it is. */
export interface CallFacts {
  readonly kind: 'language' | 'embedding' | 'image'
  /** As the provider of the AI SDK names itself: "openai.responses". */
  readonly provider: string
  readonly modelId: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Those of the call, with what it says under `tallygate`. */
  readonly providerOptions: Readonly<Record<string, unknown>>
}

/**
 * Reads what a call says of itself, over what `withCustomer` set.
 * @throws InvalidRequestError for a member that is not one.
 */
export function contextOfCall({ providerOptions }: Pick<CallFacts, 'providerOptions'>): CallContext {
  const said = providerOptions[CALL_KEY]
  if (said === undefined) return ambientContext()
  const field = `providerOptions.${CALL_KEY}`
  if (!isFields(said))
    throw new InvalidRequestError({
      message: `${field} must be {${MEMBERS.join(', ')}}; it is ${String(said).slice(0, 40)}.`,
      field,
    })
  for (const name of Object.keys(said))
    if (!MEMBERS.includes(name))
      throw new InvalidRequestError({
        message: `${field}.${name.slice(0, 40)} must be one of ${MEMBERS.join(', ')}; it is unknown.`,
        field: `${field}.${name.slice(0, 40)}`,
      })
  return { ...ambientContext(), ...said }
}

/** The options for the provider, without those for us. */
export function withoutCallKey<Options extends Fields>(options: Options): Options {
  if (!(CALL_KEY in options)) return options
  const { [CALL_KEY]: _ours, ...rest } = options
  return rest as unknown as Options
}
