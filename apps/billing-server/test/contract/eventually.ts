import { expect } from 'vitest'

/** Ample for what the server does within a second by itself, on a machine that does much else. */
const PATIENCE_MS = 15_000

/** Looks again until the expectation holds. For what the server does after it has answered. */
export const eventually = <Value>(look: () => Value): ReturnType<typeof expect.poll<Value>> =>
  expect.poll(look, { timeout: PATIENCE_MS, interval: 20 })
