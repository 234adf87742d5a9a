export interface Measured {
  /** Operations per second. */
  readonly perSecond: number
  /** Milliseconds of one operation. */
  readonly p50: number
  readonly p99: number
  /**
   * Microseconds of this thread's processor time for one operation: nearly the same on a busy machine, and what bounds
   * the rate on a quiet one.
   */
  readonly processorUs: number
}

/** Runs `operation` `count` times, `concurrency` at once, and measures each. */
export async function measure(
  count: number,
  concurrency: number,
  operation: (index: number) => Promise<unknown>,
): Promise<Measured> {
  const durations = new Float64Array(count)
  let next = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const startedAt = performance.now()
      await operation(index)
      durations[index] = performance.now() - startedAt
    }
  }
  const processor = process.threadCpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: concurrency }, lane))
  const seconds = (performance.now() - startedAt) / 1_000
  const { user, system } = process.threadCpuUsage(processor)
  durations.sort()
  const at = (share: number): number => durations[Math.min(count - 1, Math.floor(count * share))] ?? 0
  return { perSecond: count / seconds, p50: at(0.5), p99: at(0.99), processorUs: (user + system) / count }
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function row(name: string, { perSecond, p50, p99, processorUs }: Measured): string {
  const rate = Math.round(perSecond).toLocaleString('en-US')
  return `${name.padEnd(58)} ${rate.padStart(9)}/s   p50 ${p50.toFixed(3)} ms   p99 ${p99.toFixed(3)} ms   processor ${processorUs.toFixed(1)} µs`
}
