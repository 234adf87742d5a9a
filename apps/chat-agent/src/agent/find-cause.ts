/** Deepest chain of causes that is followed: LangChain wraps an error once for each middleware. */
const MAX_DEPTH = 10

/** The first error in the chain of causes (the error itself first) that is of the kind asked for. */
export function findCause<T>(error: unknown, isKind: (error: unknown) => error is T): T | undefined {
  let current = error
  for (let depth = 0; depth < MAX_DEPTH && current !== undefined && current !== null; depth += 1) {
    if (isKind(current)) return current
    current = typeof current === 'object' && 'cause' in current ? current.cause : undefined
  }
  return undefined
}
