import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { createBillingClient } from '@tallygate/client'
import { Redis } from 'ioredis'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Journal } from '../src/journal/journal.ts'
import { redisJournal } from '../src/journal/redis-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { REDIS_URL } from './redis-server.ts'

/** An application that makes attempts until it is killed. Each line it writes is a promise that it keeps. */
const [url, apiKey, journal, customer, life] = process.argv.slice(2) as [string, string, string, string, string]
const LANES = 8

/** Returns the usage that the provider "reports" for a request: anybody can work it out again. */
export function usageOf(requestId: string): { promptTokens: number; completionTokens: number } {
  const digest = createHash('sha256').update(requestId).digest()
  return { promptTokens: digest.readUInt16BE(0) % 200, completionTokens: digest.readUInt16BE(2) % 100 }
}

// One write to a file for each line: what is written survives kill -9.
const say = (...words: string[]): number => writeSync(1, `${words.join(' ')}\n`)

/** `redis:<prefix>`, or the path of a file. */
function openJournal(): Journal {
  if (!journal.startsWith('redis:')) return sqliteJournal({ path: journal })
  return redisJournal(new Redis(REDIS_URL), { prefix: journal.slice(6), goneAfterMs: 1_000 })
}

async function main(): Promise<void> {
  const entitlements = createEntitlements({
    client: createBillingClient({ apiKey, baseUrl: url, maxAttempts: 8, retryDelayMs: 1, maxRetryDelayMs: 5 }),
    store: memoryStore(),
    journal: openJournal(),
    onUnavailable: 'allow',
    delivery: { batchSize: 7, retryDelayMs: 2, maxRetryDelayMs: 20 },
  })
  await entitlements.counts()
  say('ready')
  let sequence = 0
  const lane = async (): Promise<void> => {
    for (;;) {
      sequence += 1
      const requestId = `life-${life}-${sequence}`
      const usage = usageOf(requestId)
      const decision = await entitlements.reserve({
        customer,
        model: 'gpt-4o-mini',
        requestId,
        estimate: { promptTokens: usage.promptTokens, completionTokens: 50 },
      })
      if (!decision.allowed) {
        say('denied', requestId, decision.reason)
        await delay(5)
        continue
      }
      say('started', requestId)
      await delay(usage.promptTokens % 4)
      if (usage.promptTokens % 10 === 0) {
        await decision.reservation.release('the provider refused')
        say('released', requestId)
        continue
      }
      await decision.reservation.settle({ model: 'gpt-4o-mini', ...usage, source: 'provider' })
      say('settled', requestId)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

if (process.argv[1]?.endsWith('crash-child.ts')) await main()
