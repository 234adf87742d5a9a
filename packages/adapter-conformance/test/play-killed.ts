import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BillingClient } from '@tallygate/client'
import { createEntitlements, memoryStore, sqliteJournal } from '@tallygate/entitlements'
import { type CountingProvider, type RunningBillingServer, startProcess } from '@tallygate/test-kit'

/** The name of the row. */
export const KILLED = 'process killed in the middle of a stream'

interface Parts {
  readonly client: BillingClient
  readonly server: RunningBillingServer
  readonly provider: CountingProvider
  readonly customer: string
  readonly billed: () => Promise<ReadonlyMap<string, number>>
}

/**
 * Kills a process that has one stream of each adapter half read, and lets the next one deliver what its journal holds.
 * Returns the outcome of each adapter, in their order: `unsettled` where the stream is listed and bills nothing, and
 * the call before it is billed once.
 */
export async function playKilled(adapters: number, parts: Parts): Promise<readonly string[]> {
  const { client, server, provider, customer } = parts
  const folder = await mkdtemp(join(tmpdir(), 'tallygate-killed-'))
  const journal = join(folder, 'usage.db')
  try {
    const child = await startProcess({
      name: 'metered child',
      args: ['--conditions=@tallygate/source', fileURLToPath(new URL('./killed-child.ts', import.meta.url))],
      env: {
        BILLING_URL: server.url,
        API_KEY: server.apiKey,
        PROVIDER_URL: provider.url,
        JOURNAL: journal,
        CUSTOMER: customer,
      },
      ready: (line) => (line === 'in the middle' ? line : undefined),
    })
    await child.kill('SIGKILL')
    const next = createEntitlements({
      client,
      store: memoryStore(),
      journal: sqliteJournal({ path: journal }),
      onUnavailable: 'deny',
    })
    await next.flush({ deadlineMs: 60_000 })
    const unsettled = (await next.unsettled()).map(({ reservation }) => reservation.requestId)
    await next.close()
    const billed = await parts.billed()
    return Array.from({ length: adapters }, (_, index) => {
      const [answered, killed] = [`answered-${index}-end`, `killed-${index}-end`]
      const counted = provider.calls
        .filter(({ outcome, body }) => outcome === 'answered' && JSON.stringify(body).includes(answered))
        .reduce((sum, { prompt, completion }) => sum + prompt + completion, 0)
      if (counted === 0 || billed.get(answered) !== counted) return `billed ${billed.get(answered)} of ${counted}`
      if (billed.has(killed)) return `billed ${billed.get(killed)}`
      return unsettled.filter((id) => id === killed).length === 1 ? 'unsettled' : 'not listed'
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
