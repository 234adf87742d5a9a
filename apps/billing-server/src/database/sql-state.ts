import { DatabaseUnavailableError, type UnavailableReason } from './database-unavailable-error.ts'

/** SQLSTATE codes that this app gives a meaning to. */
export const UNIQUE_VIOLATION = '23505'
export const FOREIGN_KEY_VIOLATION = '23503'
export const DEADLOCK_DETECTED = '40P01'

/** Codes of a fault of the moment, each with its reason; of a class that is named by two characters, every code. */
const UNAVAILABLE: Readonly<Record<string, UnavailableReason>> = {
  '08': 'connection',
  '25006': 'storage',
  '25P03': 'connection',
  '25P04': 'busy',
  '40001': 'conflict',
  [DEADLOCK_DETECTED]: 'conflict',
  '53': 'busy',
  '53100': 'storage',
  '55P03': 'busy',
  '57014': 'busy',
  '57P': 'connection',
  '58': 'storage',
}

/** The SQLSTATE of an error of either engine. The class name is no help: PGlite's is minified. */
export function sqlState(error: unknown): string | undefined {
  if (DatabaseUnavailableError.isInstance(error)) return sqlState(error.cause)
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

/** Tells whether an error of an engine is a fault of the moment, and of which kind. */
export function unavailableReason(error: unknown): UnavailableReason | undefined {
  const state = sqlState(error)
  return state === undefined
    ? undefined
    : (UNAVAILABLE[state] ?? UNAVAILABLE[state.slice(0, 3)] ?? UNAVAILABLE[state.slice(0, 2)])
}
