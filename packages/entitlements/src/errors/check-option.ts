import { InvalidOptionError } from './invalid-option-error.ts'

const LARGEST_SHOWN = 60

/** Throws InvalidOptionError in the one wording: `<option> must be <rule>; it is <value>.` */
export function refuseOption(option: string, rule: string, value: unknown): never {
  throw new InvalidOptionError({ message: `${option} must be ${rule}; it is ${show(value)}.`, option })
}

/** Throws InvalidOptionError for a member that is not known. `path` names the options within others, with its dot. */
export function knownOptions(options: object, known: readonly string[], path = ''): void {
  if (typeof options !== 'object' || options === null)
    refuseOption(path.slice(0, -1) || 'options', 'an object', options)
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const option = path + name
    throw new InvalidOptionError({ message: `${option} must be one of ${known.join(', ')}; it is unknown.`, option })
  }
}

/** Throws InvalidOptionError unless the value is one of the texts. */
export function oneOf(value: unknown, option: string, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  refuseOption(option, allowed.map((name) => `'${name}'`).join(' or '), value)
}

/** The value; throws InvalidOptionError unless it is a whole number from `min` to `max`. */
export function wholeNumber(value: number, option: string, min: number, max: number): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value
  return refuseOption(option, `a whole number from ${min} to ${max}`, value)
}

/** Throws InvalidOptionError unless the value is a reference of the billing API. */
export function reference(value: unknown, option: string): void {
  if (typeof value === 'string' && /^\S{1,256}$/.test(value)) return
  refuseOption(option, 'a reference of 1 to 256 characters without white space', value)
}

/** The value; throws InvalidOptionError unless it is a function or absent. */
export function callable<T>(value: T, option: string): T {
  return value === undefined || typeof value === 'function' ? value : refuseOption(option, 'a function', value)
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${value}n`
  const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : undefined
  return text ?? (typeof value === 'string' ? JSON.stringify(value.slice(0, LARGEST_SHOWN)) : String(value))
}
