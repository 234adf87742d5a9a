import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { redisStore } from '../src/store/redis-store.ts'
import { seededRandom } from './seeded-random.ts'

/**
 * One of several processes that race for one customer's budget on one Redis. Reports what it was granted and what it
 * settled.
 */
const [url, prefix, key, limit, seed, crashes] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const ATTEMPTS = 125
const LEASE_MS = 400

const random = seededRandom(Number(seed))
const redis = new Redis(url)
const store = redisStore(redis, { prefix, timeoutMs: 20_000 })
const endsAt = Date.now() + 3_600_000
const report = { granted: 0, refused: 0, settled: 0, overshoot: 0, late: 0, over: 0 }

async function attempt(index: number): Promise<void> {
  const id = `${seed}-${index}`
  const fixed = Math.floor(random() * 20)
  const account = { key, limit: Number(limit), fixed, perCompletionToken: 1, endsAt }
  const wantedTokens = 1 + Math.floor(random() * 60)
  await delay(random() * 300)
  const result = await store.reserve({
    customer: 'shared',
    id,
    accounts: [account],
    rates: [],
    maxConcurrent: undefined,
    wantedTokens,
    minimumTokens: Math.min(4, wantedTokens),
    leaseMs: LEASE_MS,
  })
  if (result.type !== 'granted') {
    report.refused += 1
    return
  }
  report.granted += 1
  const [state] = result.accounts
  // What is used may be past the limit by overage; what is granted on top of it never is.
  if (state !== undefined && state.used + state.held > Number(limit)) report.over += 1
  if (crashes === 'crashes') return
  const held = fixed + result.completionTokens
  const fate = random()
  await delay(fate < 0.15 ? LEASE_MS * 1.5 : random() * 200)
  if (fate > 0.85) {
    await store.release('shared', id)
    await store.release('shared', id)
    return
  }
  const actual = Math.floor(random() * held * 1.3)
  const outcomes = await Promise.all([1, 2].map(() => store.settle('shared', id, [{ key, units: actual }])))
  report.settled += actual
  if (outcomes.some(({ outcome }) => outcome === 'late')) report.late += actual
  else report.overshoot += Math.max(0, actual - held)
}

await Promise.all(Array.from({ length: ATTEMPTS }, (_, index) => attempt(index)))
process.stdout.write(`${JSON.stringify(report)}\n`)
if (crashes === 'crashes') await delay(60_000)
redis.disconnect()
