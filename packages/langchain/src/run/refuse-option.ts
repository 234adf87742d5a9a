import { InvalidOptionError } from '@tallygate/entitlements'

/** Longest text of a refused option that a message repeats. */
const LARGEST_SHOWN = 60

/** Throws InvalidOptionError in the one wording: `<option> must be <rule>; it is <value>.`, then what to do. */
export function refuseOption(option: string, rule: string, value: unknown, advice = ''): never {
  throw new InvalidOptionError({ message: `${option} must be ${rule}; it is ${show(value)}.${advice}`, option })
}

/** Throws InvalidOptionError for an option that is not among those known. */
export function refuseUnknownOption(option: string, known: Iterable<string>): never {
  throw new InvalidOptionError({ message: `${option} must be one of ${[...known].join(', ')}; it is unknown.`, option })
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LARGEST_SHOWN))
  if (typeof value === 'function') return 'a function'
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}
