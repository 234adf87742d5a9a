import type { Entitlements } from '../entitlements.ts'
import { knownOptions, refuseOption } from '../errors/check-option.ts'

/**
 * Checks what every adapter is made of: the entitlements, and options of known names.
 * @throws InvalidOptionError that names the option and the fix.
 */
export function assertAdapterOptions(entitlements: Entitlements, options: object, known: readonly string[]): void {
  if (typeof entitlements?.reserve !== 'function')
    refuseOption('entitlements', 'what createEntitlements of @tallygate/entitlements returns', entitlements)
  knownOptions(options, known)
}
