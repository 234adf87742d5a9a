import { expect } from 'vitest'

/** Looks again until the expectation holds. For what the server does after it has answered. */
export const eventually = <Value>(look: () => Value): ReturnType<typeof expect.poll<Value>> => expect.poll(look)
