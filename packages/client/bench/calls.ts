import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createBillingClient } from '../src/index.ts'

const WARM_UP = 1_000
const CALLS = 6_000

const event = {
  reference: 'request-1-prompt',
  meter_reference: 'prompt_tokens',
  customer_reference: 'acme',
  timestamp: '2026-03-01T00:00:00Z',
  meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
  meter_values: [{ reference: 'token_count', number: '842' }],
}

/**
 * Time of a call of the client over time of a call of plain fetch, one after the other, so that both see the same
 * machine.
 */
export async function measureCalls(): Promise<readonly string[]> {
  const child = fork(fileURLToPath(new URL('answering-server.ts', import.meta.url)), { stdio: 'inherit' })
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)))
      child.once('error', reject)
    })
    const url = `http://127.0.0.1:${port}`
    const client = createBillingClient({ apiKey: 'key', baseUrl: url })
    const headers = { 'X-API-KEY': 'key', Accept: 'application/json' }
    const params = { path: { idOrRef: 'acme' } }
    return [
      await compare(
        'GET  /v1/customers/{idOrRef}/entitlements',
        async () => (await fetch(`${url}/v1/customers/acme/entitlements`, { headers })).json(),
        async () => (await client.GET('/v1/customers/{idOrRef}/entitlements', { params })).data,
      ),
      await compare(
        'POST /v1/ingest/meter-data',
        async () => {
          const own = { ...headers, 'Content-Type': 'application/json' }
          return (
            await fetch(`${url}/v1/ingest/meter-data`, { method: 'POST', headers: own, body: JSON.stringify(event) })
          ).json()
        },
        async () => (await client.POST('/v1/ingest/meter-data', { body: event })).data,
      ),
    ]
  } finally {
    child.kill()
  }
}

async function compare(name: string, plain: () => Promise<unknown>, typed: () => Promise<unknown>): Promise<string> {
  const plainUs: number[] = []
  const typedUs: number[] = []
  for (let index = -WARM_UP; index < CALLS; index += 1) {
    // In turn and in both orders: whoever comes second finds warmer caches.
    const order = index % 2 === 0 ? [plain, typed] : [typed, plain]
    for (const call of order) {
      const start = performance.now()
      await call()
      const tookUs = (performance.now() - start) * 1000
      if (index >= 0) (call === plain ? plainUs : typedUs).push(tookUs)
    }
  }
  // The median: a pause of the machine lands in one call and must not decide.
  const [yardstick, measured] = [median(plainUs), median(typedUs)]
  const ratio = (measured / yardstick).toFixed(3)
  return `${name.padEnd(44)} ${ratio} x plain fetch (${yardstick.toFixed(0)} and ${measured.toFixed(0)} µs a call)`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
