/** Work without a turn of the event loop, at most: what a caller of `/healthz` waits for is a few of these. */
const SLICE_MS = 10

/**
 * The event loop's own, also while a test plays with time: work would never end that waits for a turn of a clock that
 * stands still.
 */
const afterTurn = globalThis.setImmediate

let busySince: number | undefined

/**
 * Lets the event loop turn when this process has worked for a while without letting it: requests are read and answered
 * meanwhile. Long work calls it between its pieces. PGlite answers without a turn of the loop, so a chain of its
 * statements would keep everybody else waiting until its end.
 */
export function letOthersIn(): Promise<void> | undefined {
  if (busySince === undefined) {
    busySince = performance.now()
    afterTurn(() => {
      busySince = undefined
    })
    return undefined
  }
  if (performance.now() - busySince < SLICE_MS) return undefined
  return new Promise((resolve) => afterTurn(resolve))
}
