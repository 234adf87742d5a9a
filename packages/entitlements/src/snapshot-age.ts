import type { CustomerSnapshot } from './customer-snapshot.ts'

/** When what decided was read, and how long ago that is. Without a snapshot nothing was read: now. */
export function ageOf(
  snapshot: CustomerSnapshot | undefined,
  now: number,
): { readonly asOf: Date; readonly ageMs: number } {
  const loadedAt = snapshot?.loadedAt ?? now
  return { asOf: new Date(loadedAt), ageMs: Math.max(0, now - loadedAt) }
}
