import { attemptId } from '../journal/attempt-id.ts'

/**
 * Finds a number for the next attempt of a request that is greater than those that were given before in a row from 1.
 * Asks for a few ids, however many attempts there are.
 */
export async function nextAttempt(
  customer: string,
  requestId: string,
  isKnown: (id: string) => Promise<boolean>,
): Promise<number> {
  const isUsed = (attempt: number): Promise<boolean> => isKnown(attemptId(customer, requestId, String(attempt)))
  let used = 0
  let free = 1
  while (await isUsed(free)) {
    used = free
    free *= 2
  }
  while (free - used > 1) {
    const middle = Math.floor((used + free) / 2)
    if (await isUsed(middle)) used = middle
    else free = middle
  }
  return free
}
