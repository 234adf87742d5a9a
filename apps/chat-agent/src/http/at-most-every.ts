/** The same work, done once in a time: who asks again within `intervalMs` gets what came of it. */
export function atMostEvery<Result>(intervalMs: number, work: () => Promise<Result>): () => Promise<Result> {
  let last: { readonly at: number; readonly result: Promise<Result> } | undefined
  return () => {
    const at = performance.now()
    if (last === undefined || at - last.at >= intervalMs) last = { at, result: work() }
    return last.result
  }
}
