import { benchEvent, call } from './bench-server.ts'

/** Milliseconds of each answer. */
export interface Latencies {
  readonly '/healthz': readonly number[]
  readonly 'a single event': readonly number[]
}

/** Asks for `/healthz` and reports single events, each one after the other, until `work` has ended. */
export async function latenciesWhile(
  url: string,
  label: string,
  customer: number,
  work: Promise<unknown>,
): Promise<Latencies> {
  let hasEnded = false as boolean
  const ended = work.finally(() => {
    hasEnded = true
  })
  const repeat = async (ask: (count: number) => Promise<unknown>): Promise<number[]> => {
    const samples: number[] = []
    while (!hasEnded) {
      const startedAt = performance.now()
      await ask(samples.length)
      samples.push(performance.now() - startedAt)
    }
    return samples
  }
  const [health, events] = await Promise.all([
    repeat(() => call(url, 'GET', '/healthz')),
    repeat((count) =>
      call(url, 'POST', '/v1/ingest/meter-data', benchEvent(`event-${label}-${count}`, customer, count)),
    ),
  ])
  await ended
  return { '/healthz': health, 'a single event': events }
}

/** The sample that 99 of 100 are below. */
export const p99 = (samples: readonly number[]): number =>
  samples.toSorted((one, other) => one - other)[Math.floor(samples.length * 0.99)] ?? Number.NaN
