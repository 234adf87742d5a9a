// What gating and metering cost: the agent with them against the same agent without, and the pass-through against @portkey-ai/gateway, in one run over one provider.
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
import { measure, median, type Target } from './load.ts'

const ROUNDS = 3
const CHAT = { one: 100, many: 400 }
const PASS = { one: 200, many: 1_000 }
const CONCURRENCY = 50
/** Linux counts the time of a process in hundredths of a second. */
const TICK_MS = 10

interface Served extends Target {
  /** The process under test. */
  readonly pid: number
}

/** One target over all rounds: the middle of each figure. */
interface Result {
  readonly oneP50Ms: number
  readonly oneP99Ms: number
  readonly manyP50Ms: number
  readonly manyP99Ms: number
  readonly perSecond: number
  /** Processor time of the process for one request, which says nearly the same on a busy machine as on an idle one; NaN where there is no /proc. */
  readonly cpuMs: number
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

/** Each target in turn, several rounds, so that a disturbance hits all of them alike; the middle of the rounds counts. */
async function compare<Name extends string>(
  targets: Record<Name, Served>,
  counts: { one: number; many: number },
): Promise<Record<Name, Result>> {
  const names = Object.keys(targets) as Name[]
  const rounds = new Map<Name, Result[]>(names.map((name) => [name, []]))
  for (const name of names) await measure(targets[name], CONCURRENCY, counts.many)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const before = cpuTimeMs(targets[name].pid)
      const one = await measure(targets[name], 1, counts.one)
      const many = await measure(targets[name], CONCURRENCY, counts.many)
      const cpuMs = (cpuTimeMs(targets[name].pid) - before) / (counts.one + counts.many)
      rounds.get(name)?.push({
        oneP50Ms: one.p50Ms,
        oneP99Ms: one.p99Ms,
        manyP50Ms: many.p50Ms,
        manyP99Ms: many.p99Ms,
        perSecond: many.perSecond,
        cpuMs,
      })
    }
  }
  const middle = (name: Name, figure: keyof Result) => median((rounds.get(name) ?? []).map((result) => result[figure]))
  const entries = names.map((name) => [
    name,
    {
      oneP50Ms: middle(name, 'oneP50Ms'),
      oneP99Ms: middle(name, 'oneP99Ms'),
      manyP50Ms: middle(name, 'manyP50Ms'),
      manyP99Ms: middle(name, 'manyP99Ms'),
      perSecond: middle(name, 'perSecond'),
      cpuMs: middle(name, 'cpuMs'),
    },
  ])
  return Object.fromEntries(entries) as Record<Name, Result>
}

function table(title: string, results: Record<string, Result>): void {
  say(`\n${title}`)
  for (const [name, result] of Object.entries(results)) {
    say(
      `  ${name.padEnd(24)} c=1 p50 ${result.oneP50Ms.toFixed(2)} ms, p99 ${result.oneP99Ms.toFixed(2)} ms; ` +
        `c=${CONCURRENCY} ${result.perSecond.toFixed(0)}/s, p50 ${result.manyP50Ms.toFixed(1)} ms, p99 ${result.manyP99Ms.toFixed(1)} ms; processor ${result.cpuMs.toFixed(2)} ms a request`,
    )
  }
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
  const agents = await compare({ 'gated and metered': { ...gated, ...chat }, neither: { ...ungated, ...chat } }, CHAT)
  table('POST /v1/chat, the agent', agents)
  const [withIt, without] = [agents['gated and metered'], agents.neither]
  say(
    `  added p50 at c=1: ${(withIt.oneP50Ms - without.oneP50Ms).toFixed(2)} ms; throughput at c=${CONCURRENCY}: ` +
      `${(withIt.perSecond / without.perSecond).toFixed(2)} x; added processor time: ${(withIt.cpuMs - without.cpuMs).toFixed(2)} ms, ${(withIt.cpuMs / without.cpuMs).toFixed(2)} x`,
  )

  const completion = {
    path: '/v1/chat/completions',
    body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Good morning' }] }),
  }
  const toGateway = { ...headers, 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${provider.url}/v1` }
  const passes = await compare(
    {
      'pass-through, gated': { ...gated, headers, ...completion },
      '@portkey-ai/gateway': { ...gateway, headers: toGateway, ...completion },
      'the provider alone': { ...provider, headers, ...completion },
    },
    PASS,
  )
  table('POST /v1/chat/completions', passes)
  const [ours, theirs, bare] = [
    passes['pass-through, gated'],
    passes['@portkey-ai/gateway'],
    passes['the provider alone'],
  ]
  say(
    `  added p50 at c=1: ${(ours.oneP50Ms - bare.oneP50Ms).toFixed(2)} ms, theirs ${(theirs.oneP50Ms - bare.oneP50Ms).toFixed(2)} ms; ` +
      `requests per second at c=${CONCURRENCY}: ${(ours.perSecond / theirs.perSecond).toFixed(2)} x theirs; processor time: ${(ours.cpuMs / theirs.cpuMs).toFixed(2)} x theirs`,
  )
} finally {
  for (const child of children) child.kill('SIGKILL')
  await billing.stop()
  rmSync(folder, { recursive: true, force: true })
}
