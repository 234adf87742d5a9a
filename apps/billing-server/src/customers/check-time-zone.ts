import { resolveTimeZone } from '@tallygate/billing-period'
import { invalidField } from '../http/api-fault.ts'

/** Throws when a time zone is given that nobody can calculate with. */
export function checkTimeZone(timeZone: string | null | undefined): void {
  if (timeZone == null) return
  try {
    resolveTimeZone(timeZone)
  } catch {
    throw invalidField('timezone', 'value is not a known time zone; use an IANA name such as Europe/Amsterdam')
  }
}
