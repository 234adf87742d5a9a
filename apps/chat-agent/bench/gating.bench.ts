// What gating and metering cost: the agent with them against the same agent without, and the pass-through
// against @portkey-ai/gateway, in one run over one provider.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient } from '@tallygate/client'
import { freePort, startBillingServer } from '@tallygate/test-kit'
import { measure, measureInTurns, median, type Target } from './load.ts'

const ROUNDS = 9
/** Before the first: a server that runs has long been compiled. */
const WARM_UP_ROUNDS = 6
const CHAT = { one: 150, many: 250 }
const PASS = { one: 150, many: 500 }
const CONCURRENCY = 50
/** Linux counts the time of a process in hundredths of a second. */
const TICK_MS = 10

interface Served extends Target {
  /** The process under test. */
  readonly pid: number
}

/** One target in one round, or the middle of each figure over all rounds. */
interface Result {
  readonly oneP50Ms: number
  readonly oneP99Ms: number
  readonly manyP50Ms: number
  readonly manyP99Ms: number
  readonly perSecond: number
  /**
   * Processor time of the process for one request, which says nearly the same on a busy machine as on an idle one; NaN
   * where there is no /proc.
   */
  readonly oneCpuMs: number
  readonly manyCpuMs: number
}

const children: ChildProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'tallygate-bench-'))
const say = (line: string) => process.stdout.write(`${line}\n`)

async function forkServer(file: string, env: Record<string, string> = {}) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    execArgv: ['--conditions=@tallygate/source'],
    env,
  })
  children.push(child)
  const [message] = (await once(child, 'message')) as [{ url: string }]
  return { url: message.url, pid: child.pid ?? 0 }
}

async function startPortkey() {
  const port = await freePort()
  const start = join(
    dirname(createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json')),
    'build',
    'start-server.js',
  )
  const child = spawn(process.execPath, [start, '--headless', `--port=${port}`], {
    stdio: 'ignore',
    env: { NODE_ENV: 'production' },
  })
  children.push(child)
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(url).catch(() => undefined))) await wait(100)
  return { url, pid: child.pid ?? 0 }
}

function cpuTimeMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}

/**
 * All targets in many short rounds: one request at a time in turns, then many at once, each target after the other,
 * beginning with another one each time. What is compared are the figures of one round, taken within seconds of each
 * other, and the middle of all those comparisons counts: so a busy machine disturbs all alike.
 */
class Comparison<Name extends string> {
  readonly #rounds: Readonly<Record<Name, Result>>[] = []

  static async run<Name extends string>(targets: Record<Name, Served>, counts: { one: number; many: number }) {
    const comparison = new Comparison<Name>()
    const names = Object.keys(targets) as Name[]
    for (const name of names) await measure(targets[name], CONCURRENCY, counts.many * WARM_UP_ROUNDS)
    await measureInTurns(targets, counts.one)
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = names.map((_, index) => names[(index + round) % names.length] as Name)
      comparison.#rounds.push(await measureRound(targets, order, counts))
    }
    return comparison
  }

  /** The middle over all rounds of what `figure` makes of a round. */
  median(figure: (round: Readonly<Record<Name, Result>>) => number): number {
    return median(this.#rounds.map(figure))
  }

  print(title: string): void {
    say(`\n${title}`)
    for (const name of Object.keys(this.#rounds[0] ?? {}) as Name[]) {
      const middle = (figure: keyof Result) => this.median((round) => round[name][figure])
      say(
        `  ${name.padEnd(24)} c=1 p50 ${middle('oneP50Ms').toFixed(2)} ms, p99 ${middle('oneP99Ms').toFixed(2)} ms, processor ${middle('oneCpuMs').toFixed(2)} ms a request; ` +
          `c=${CONCURRENCY} ${middle('perSecond').toFixed(0)}/s, p50 ${middle('manyP50Ms').toFixed(1)} ms, p99 ${middle('manyP99Ms').toFixed(1)} ms, processor ${middle('manyCpuMs').toFixed(2)} ms a request`,
      )
    }
  }
}

async function measureRound<Name extends string>(
  targets: Record<Name, Served>,
  order: readonly Name[],
  counts: { readonly one: number; readonly many: number },
): Promise<Record<Name, Result>> {
  const before = cpuTimes(targets)
  const ones = await measureInTurns(targets, counts.one)
  const after = cpuTimes(targets)
  const results: [Name, Result][] = []
  for (const name of order) {
    const startedCpuMs = cpuTimeMs(targets[name].pid)
    const many = await measure(targets[name], CONCURRENCY, counts.many)
    results.push([
      name,
      {
        oneP50Ms: ones[name].p50Ms,
        oneP99Ms: ones[name].p99Ms,
        oneCpuMs: (after[name] - before[name]) / counts.one,
        manyP50Ms: many.p50Ms,
        manyP99Ms: many.p99Ms,
        manyCpuMs: (cpuTimeMs(targets[name].pid) - startedCpuMs) / counts.many,
        perSecond: many.perSecond,
      },
    ])
  }
  return Object.fromEntries(results) as Record<Name, Result>
}

function cpuTimes<Name extends string>(targets: Record<Name, Served>): Record<Name, number> {
  const names = Object.keys(targets) as Name[]
  return Object.fromEntries(names.map((name) => [name, cpuTimeMs(targets[name].pid)])) as Record<Name, number>
}

const billing = await startBillingServer()
try {
  await applyDemo(createBillingClient({ apiKey: billing.apiKey, baseUrl: billing.url }))
  const provider = await forkServer('fixed-provider.ts')
  const environment = { PROVIDER_URL: provider.url, BILLING_URL: billing.url, BILLING_API_KEY: billing.apiKey }
  const gated = await forkServer('served-agent.ts', {
    ...environment,
    GATED: '1',
    JOURNAL_PATH: join(folder, 'gated.sqlite'),
  })
  const ungated = await forkServer('served-agent.ts', {
    ...environment,
    GATED: '0',
    JOURNAL_PATH: join(folder, 'ungated.sqlite'),
  })
  const gateway = await startPortkey()
  const headers = { authorization: 'Bearer demo-pro-key', 'content-type': 'application/json' }

  const chat = { path: '/v1/chat', headers, body: JSON.stringify({ message: 'Good morning' }) }
  const agents = await Comparison.run({ gated: { ...gated, ...chat }, ungated: { ...ungated, ...chat } }, CHAT)
  agents.print('POST /v1/chat, the agent')
  const chatFigure = (figure: (round: { gated: Result; ungated: Result }) => number) => agents.median(figure).toFixed(2)
  say(
    `  added at c=1: p50 ${chatFigure((round) => round.gated.oneP50Ms - round.ungated.oneP50Ms)} ms, processor ${chatFigure((round) => round.gated.oneCpuMs - round.ungated.oneCpuMs)} ms; ` +
      `at c=${CONCURRENCY}: throughput ${chatFigure((round) => round.gated.perSecond / round.ungated.perSecond)} x, processor ${chatFigure((round) => round.gated.manyCpuMs / round.ungated.manyCpuMs)} x`,
  )

  const completion = {
    path: '/v1/chat/completions',
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Good morning' }] }),
  }
  const toGateway = { ...headers, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${provider.url}/v1` }
  const passes = await Comparison.run(
    {
      ours: { ...gated, headers, ...completion },
      portkey: { ...gateway, headers: toGateway, ...completion },
      bare: { ...provider, headers, ...completion },
    },
    PASS,
  )
  passes.print('POST /v1/chat/completions: ours, gated and metered; @portkey-ai/gateway; the provider alone')
  type Round = Readonly<Record<'ours' | 'portkey' | 'bare', Result>>
  const passFigure = (figure: (round: Round) => number) => passes.median(figure).toFixed(2)
  say(
    `  added at c=1: p50 ${passFigure((round) => round.ours.oneP50Ms - round.bare.oneP50Ms)} ms, theirs ${passFigure((round) => round.portkey.oneP50Ms - round.bare.oneP50Ms)} ms, processor ${passFigure((round) => round.ours.oneCpuMs / round.portkey.oneCpuMs)} x theirs; ` +
      `at c=${CONCURRENCY}: requests per second ${passFigure((round) => round.ours.perSecond / round.portkey.perSecond)} x theirs, processor ${passFigure((round) => round.ours.manyCpuMs / round.portkey.manyCpuMs)} x theirs`,
  )
} finally {
  for (const child of children) child.kill('SIGKILL')
  await billing.stop()
  rmSync(folder, { recursive: true, force: true })
}
