import { InvalidOptionError } from '../errors/invalid-option-error.ts'

/** Shares of a limit that are told when they are used, in percent. */
export const DEFAULT_THRESHOLDS: readonly number[] = [50, 80, 95, 100]
const THRESHOLDS_MAX = 20
const PERCENT_MAX = 1_000

/** Checks the thresholds and puts them in order. Throws InvalidOptionError. */
export function readThresholds(given: unknown): readonly number[] {
  if (!Array.isArray(given) || given.length > THRESHOLDS_MAX)
    refuse(
      'thresholds',
      `be a list of at most ${THRESHOLDS_MAX} percentages`,
      Array.isArray(given) ? given.length : given,
    )
  for (const [index, percent] of given.entries()) {
    const option = `thresholds[${index}]`
    if (!Number.isSafeInteger(percent) || percent < 1 || percent > PERCENT_MAX)
      refuse(option, `be a whole percentage from 1 to ${PERCENT_MAX}`, percent)
    if (given.indexOf(percent) < index) refuse(option, 'differ from those before it', percent)
  }
  return [...given].sort((one, other) => one - other)
}

function refuse(option: string, rule: string, value: unknown): never {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
  throw new InvalidOptionError({ message: `${option} must ${rule}; it is ${shown}.`, option })
}

/** The highest threshold that is used of a limit; 0 below all of them, and without a limit. */
export function reachedThreshold(thresholds: readonly number[], used: number, limit: number | undefined): number {
  if (limit === undefined || limit === 0) return 0
  let reached = 0
  // Both sides are rounded alike, so that a share that is exactly a threshold reaches it.
  for (const threshold of thresholds) if (used * 100 >= limit * threshold) reached = threshold
  return reached
}
