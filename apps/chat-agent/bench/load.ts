import { Agent, request } from 'node:http'

export interface Target {
  readonly url: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Milliseconds at the middle of all requests, and of the slowest ones. */
export interface Latencies {
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Figures extends Latencies {
  readonly perSecond: number
}

/**
 * Asks `total` times, `concurrency` at once, over connections that stay open. Throws on any answer but 200: a refusal
 * is not throughput.
 */
export async function measure(target: Target, concurrency: number, total: number): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  const times: number[] = []
  let left = total
  const worker = async () => {
    while (left > 0) {
      left -= 1
      const startedAt = performance.now()
      await once(target, agent)
      times.push(performance.now() - startedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const elapsedMs = performance.now() - startedAt
  agent.destroy()
  return { ...latenciesOf(times), perSecond: (times.length * 1000) / elapsedMs }
}

/**
 * Asks each target `total` times, one request after the other, in turns: whatever else the machine does meanwhile falls
 * on all of them. Which one is first changes with each turn.
 */
export async function measureInTurns<Name extends string>(
  targets: Readonly<Record<Name, Target>>,
  total: number,
): Promise<Record<Name, Latencies>> {
  const names = Object.keys(targets) as Name[]
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let turn = 0; turn < total; turn += 1) {
    for (let index = 0; index < names.length; index += 1) {
      const name = names[(index + turn) % names.length] as Name
      const startedAt = performance.now()
      await once(targets[name], agent)
      times.get(name)?.push(performance.now() - startedAt)
    }
  }
  agent.destroy()
  return Object.fromEntries([...times].map(([name, own]) => [name, latenciesOf(own)])) as Record<Name, Latencies>
}

function latenciesOf(times: readonly number[]): Latencies {
  const sorted = [...times].sort((a, b) => a - b)
  return { p50Ms: at(sorted, 0.5), p99Ms: at(sorted, 0.99) }
}

function once({ url, path, headers, body }: Target, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}${path}`, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    call.on('error', reject)
    call.on('response', (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        if (response.statusCode !== 200) text += chunk.toString()
      })
      response.on('error', reject)
      response.on('end', () =>
        response.statusCode === 200
          ? resolve()
          : reject(new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 300)}`)),
      )
    })
    call.end(body)
  })
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** The middle one of several figures: what one disturbed round says does not count. */
export function median(values: readonly number[]): number {
  return at(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
