import { refuseOption } from '../errors/check-option.ts'
import type { CallContext } from './call-context.ts'

/** The options that say for whom a call is. Each is a value, or a function of the call. */
export interface ContextOptions<Facts> {
  /** Reference of the customer in the billing API. Default: what the call says, else what `withCustomer` set. */
  readonly customer?: string | ((call: Facts) => string | undefined)
  /**
   * The application's request, 1 to 200 characters. Default: what the call says, else what `withCustomer` set, else
   * each call is a request of its own.
   */
  readonly requestId?: string | ((call: Facts) => string | undefined)
  /** The levels below the customer, such as a team, a user and a run. Default: what `withCustomer` set, else none. */
  readonly scopes?: CallContext['scopes'] | ((call: Facts) => CallContext['scopes'])
  /** Properties of the usage events, where the meters have them. Default: what `withCustomer` set, else none. */
  readonly properties?: CallContext['properties'] | ((call: Facts) => CallContext['properties'])
}

/** Names of `ContextOptions`. */
export const CONTEXT_OPTIONS: readonly string[] = [
  'customer',
  'requestId',
  'scopes',
  'properties',
] satisfies readonly (keyof ContextOptions<never>)[]

/**
 * Checks the options, and returns what they say of a call.
 * @throws InvalidOptionError that names the option and the fix.
 */
export function contextChooser<Facts>(options: ContextOptions<Facts>): (call: Facts) => CallContext {
  const { customer, requestId, scopes, properties } = options
  for (const [name, value] of Object.entries({ customer, requestId }))
    if (!isAbsentOr(value, (given) => typeof given === 'string' && given !== ''))
      refuseOption(name, 'a text that is not empty, or a function that returns one', value)
  if (!isAbsentOr(scopes, Array.isArray)) refuseOption('scopes', 'a list, or a function', scopes)
  if (!isAbsentOr(properties, (value) => typeof value === 'object' && value !== null))
    refuseOption('properties', 'a record, or a function', properties)
  return (call) =>
    withoutAbsent({
      customer: typeof customer === 'function' ? customer(call) : customer,
      requestId: typeof requestId === 'function' ? requestId(call) : requestId,
      scopes: typeof scopes === 'function' ? scopes(call) : scopes,
      properties: typeof properties === 'function' ? properties(call) : properties,
    })
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || typeof value === 'function' || is(value)
}

function withoutAbsent(context: { readonly [Name in keyof CallContext]: CallContext[Name] | undefined }): CallContext {
  return Object.fromEntries(Object.entries(context).filter(([, value]) => value !== undefined))
}
