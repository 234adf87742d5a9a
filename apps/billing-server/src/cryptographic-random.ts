import { randomFillSync } from 'node:crypto'

/** Words fetched from the system at once: one call for some hundred ids. */
const BUFFERED_WORDS = 2048
const words = new Uint32Array(BUFFERED_WORDS)
let used = BUFFERED_WORDS

/** A number from 0 (inclusive) to 1 (exclusive), like Math.random, but not guessable from earlier ones. */
export function cryptographicRandom(): number {
  if (used === BUFFERED_WORDS) {
    randomFillSync(words)
    used = 0
  }
  const word = words[used] ?? 0
  used += 1
  return word / 2 ** 32
}
