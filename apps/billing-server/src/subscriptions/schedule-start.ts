import { parseInstant } from '@tallygate/billing-period'
import { invalidField } from '../http/api-fault.ts'

/** An instant of a request, to the second. Throws naming the field. */
export const readInstant = (text: string, field: string): Date => {
  try {
    // Whole seconds: what the API shows again is exactly what is billed by.
    return new Date(Math.floor(parseInstant(text).getTime() / 1000) * 1000)
  } catch {
    throw invalidField(field, 'value is not an instant; use ISO 8601 such as 2026-01-05T10:00:00Z')
  }
}

/** The longest time that a schedule may begin in the past: every period since then gets its invoice (our limit). */
const MAX_BACKDATED_MS = 10 * 366 * 24 * 3_600_000
/**
 * The longest time that a schedule may begin ahead: a hundred years, so that no period ends after the last year that
 * can be written (our limit).
 */
const MAX_AHEAD_MS = 100 * 366 * 24 * 3_600_000

/** Throws when a schedule would begin further away than any plan reaches. */
export function checkStart(start: Date, now: number): void {
  if (start.getTime() < now - MAX_BACKDATED_MS) {
    throw invalidField('start_at', 'value lies more than ten years in the past', 'PRICING_PLAN_SCHEDULE')
  }
  if (start.getTime() > now + MAX_AHEAD_MS) {
    throw invalidField('start_at', 'value lies more than a hundred years in the future', 'PRICING_PLAN_SCHEDULE')
  }
}
