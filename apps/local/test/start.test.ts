import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, waitFor } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readmeRequests, runReadmeRequest, withoutChance } from './readme-requests.ts'
import { apiKey } from './running-system.ts'

const READY_TIMEOUT_MS = 180_000

const folder = mkdtempSync(join(tmpdir(), 'tallygate-start-'))
let launcher: ChildProcess
let exited: Promise<number | null>
let output = ''
let agentUrl = ''
let billingUrl = ''

beforeAll(async () => {
  const [agentPort, billingPort] = [await freePort(), await freePort()]
  agentUrl = `http://127.0.0.1:${agentPort}`
  billingUrl = `http://127.0.0.1:${billingPort}`
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...env } = process.env
  launcher = spawn(
    process.execPath,
    ['--conditions=@tallygate/source', fileURLToPath(new URL('../src/main.ts', import.meta.url))],
    {
      env: {
        ...env,
        AGENT_PORT: String(agentPort),
        BILLING_PORT: String(billingPort),
        DATA_DIR: join(folder, 'billing'),
        JOURNAL_PATH: join(folder, 'journal.sqlite'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  exited = new Promise((resolve) => launcher.once('exit', (code) => resolve(code)))
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), READY_TIMEOUT_MS)
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('Tallygate is ready.')) {
        clearTimeout(timer)
        resolve()
      }
    }
    launcher.stdout?.on('data', read)
    launcher.stderr?.on('data', read)
    void exited.then(() => reject(new Error(`ended before it was ready:\n${output}`)))
  })
})

afterAll(async () => {
  launcher?.kill('SIGTERM')
  await exited
  rmSync(folder, { recursive: true, force: true })
})

/** Waits until the billing server has at least `count` events. */
async function untilDelivered(count: number): Promise<void> {
  const events = `${billingUrl}/v1/ingest/meter-data?limit=50`
  const arrived = async (): Promise<number> => {
    const response = await fetch(events, { headers: { 'x-api-key': apiKey } })
    return ((await response.json()) as { data: unknown[] }).data.length
  }
  await waitFor(async () => (await arrived()) >= count, { what: `${count} events to arrive` })
}

describe('the start command without any key', () => {
  it('says in the first line of the agent that the provider is simulated', () => {
    const first = output.split('\n').find((line) => line.startsWith('[chat-agent]'))
    expect(first).toMatch(/simulated/i)
  })

  it('prints the addresses and the requests of the README, which answer what the README says', async () => {
    const requests = readmeRequests()
    expect(requests.length).toBe(3)
    for (const { command, answer } of requests) {
      const url = /http:\/\/127\.0\.0\.1:\d+([^ ']*)/.exec(command)?.[1] ?? ''
      expect(output).toContain(url.replace(/limit=\d+/, 'limit='))
      if (url.includes('meter-data')) await untilDelivered(4)
      const real = await runReadmeRequest(command, { agent: agentUrl, billing: billingUrl })
      expect(withoutChance(real)).toEqual(withoutChance(answer))
    }
  })

  it('builds Desk in the background and serves it', async () => {
    await waitFor(async () => (await fetch(`${billingUrl}/desk`)).status === 200, { what: 'Desk to be built' })
    await waitFor(() => /^\[desk\] Desk (is|was) built/m.test(output), { what: 'the line that says so' })
  })

  it('stops everything it started when it is asked to', async () => {
    launcher.kill('SIGTERM')
    expect(await exited).toBe(0)
    for (const url of [agentUrl, billingUrl]) await expect(fetch(`${url}/readyz`)).rejects.toThrow()
    const simulated = /http:\/\/127\.0\.0\.1:(?!0\b)\d+(?=\/v1)/.exec(
      output.split('\n').find((line) => line.startsWith('[chat-agent]')) ?? '',
    )
    if (simulated) await expect(fetch(simulated[0])).rejects.toThrow()
  })
})
