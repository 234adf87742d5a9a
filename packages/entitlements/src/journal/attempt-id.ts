import { createHash } from 'node:crypto'

/** API fact: the reference of an event has 10 to 256 characters. */
export const MIN_REFERENCE_LENGTH = 10
export const MAX_REFERENCE_LENGTH = 256

/**
 * The identity of one attempt: `<customer>:<request id>:<attempt>`. `:` and `%` inside a part are percent-encoded, so
 * two different attempts never share an id, whatever their parts hold.
 */
export function attemptId(customer: string, requestId: string, attempt: string): string {
  return `${escapePart(customer)}:${escapePart(requestId)}:${escapePart(attempt)}`
}

/**
 * The reference of an attempt's event for one meter: `<attempt id>:<meter>`, or, where that is shorter than 10 or
 * longer than 256 characters, a readable head and a SHA-256 of the whole. Derived from the attempt alone: the same on
 * every retry and after every restart.
 */
export function eventReference(id: string, meter: string): string {
  const reference = `${id}:${escapePart(meter)}`
  if (reference.length >= MIN_REFERENCE_LENGTH && reference.length <= MAX_REFERENCE_LENGTH) return reference
  const digest = createHash('sha256').update(reference).digest('hex')
  return `${reference.slice(0, MAX_REFERENCE_LENGTH - digest.length - 1)}~${digest}`
}

function escapePart(part: string): string {
  if (!part.includes(':') && !part.includes('%')) return part
  return part.replaceAll('%', '%25').replaceAll(':', '%3A')
}
