import { Temporal } from 'temporal-polyfill'
import { UnknownTimeZoneError } from './unknown-time-zone-error.ts'

/** Longest name that is looked up: IANA's longest has 32 characters. */
const MAX_NAME_LENGTH = 64

/** Names that are remembered. IANA knows about 600; beyond that the memory starts again. */
const MAX_REMEMBERED = 1024

/**
 * `GMT+2`, `UTC-03:30`: hours east of Greenwich, as people write it (the IANA names `Etc/GMT-2` have the sign
 * reversed).
 */
const OFFSET_NAME = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?([0-5]\d))?$/i

/** The offsets in use on Earth end at 14 hours. */
const MAX_OFFSET_HOURS = 14

/**
 * Abbreviations with one meaning that IANA has no name for. An abbreviation is an offset: it knows no daylight saving.
 */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  Z: 'UTC',
  WEST: '+01:00',
  CEST: '+02:00',
  EEST: '+03:00',
  MSK: '+03:00',
  SGT: '+08:00',
  HKT: '+08:00',
  AWST: '+08:00',
  JST: '+09:00',
  KST: '+09:00',
  ACST: '+09:30',
  ACDT: '+10:30',
  AEST: '+10:00',
  AEDT: '+11:00',
  NZST: '+12:00',
  NZDT: '+13:00',
  EDT: '-04:00',
  CDT: '-05:00',
  MDT: '-06:00',
  PDT: '-07:00',
  PST: '-08:00',
  AKDT: '-08:00',
  AKST: '-09:00',
}

/**
 * Abbreviations that mean different offsets in different countries: refused, so that nobody is billed by the wrong one.
 */
const AMBIGUOUS: ReadonlySet<string> = new Set(['AST', 'BST', 'CST', 'IST', 'GST', 'AMT', 'ECT', 'SST', 'LMT'])

const remembered = new Map<string, string>()

/**
 * The identifier that Temporal takes for a time zone name of the API: an IANA name in any case, `UTC`, `GMT±n`
 * (hours, or hours and minutes, east of Greenwich) or an unambiguous abbreviation.
 *
 * @throws UnknownTimeZoneError for anything else, naming it
 */
export function resolveTimeZone(name: string): string {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const resolved = lookUp(name)
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(name, resolved)
  return resolved
}

function lookUp(name: string): string {
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_LENGTH) {
    throw new UnknownTimeZoneError(
      String(name).slice(0, MAX_NAME_LENGTH),
      `it must have 1 to ${MAX_NAME_LENGTH} characters`,
    )
  }
  const offset = OFFSET_NAME.exec(name)
  if (offset) return offsetZone(name, offset)
  const abbreviation = name.toUpperCase()
  if (AMBIGUOUS.has(abbreviation)) throw new UnknownTimeZoneError(name, 'the abbreviation has several meanings')
  const candidate = ABBREVIATIONS[abbreviation] ?? name
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(candidate).timeZoneId
  } catch (cause) {
    throw new UnknownTimeZoneError(name, 'this runtime does not know it', {
      cause,
    })
  }
}

function offsetZone(name: string, [, sign, hours = '', minutes = '00']: RegExpExecArray): string {
  if (Number(hours) * 60 + Number(minutes) > MAX_OFFSET_HOURS * 60) {
    throw new UnknownTimeZoneError(name, `offsets end at ${MAX_OFFSET_HOURS} hours`)
  }
  return `${sign}${hours.padStart(2, '0')}:${minutes}`
}
