import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { BillingClient } from '@tallygate/client'
import {
  createEntitlements,
  type Entitlements,
  type EntitlementsEvent,
  memoryStore,
  redisJournal,
  redisStore,
  sqliteJournal,
} from '@tallygate/entitlements'
import type { Logger } from 'pino'
import type { AgentConfiguration } from './configuration/agent-configuration.ts'
import { settleThroughOutages } from './journal/settle-through-outages.ts'
import { watchJournal } from './journal/watch-journal.ts'
import type { RedisLink } from './redis/redis-link.ts'

/** Longest wait for the journal to be delivered when stopping; what is left then is delivered after the next start. */
const FLUSH_TIMEOUT_MS = 5_000

export interface EntitlementsParts {
  readonly configuration: Pick<
    AgentConfiguration,
    'customerKeys' | 'agentId' | 'journalPath' | 'onUnavailable' | 'billUsage' | 'redis' | 'quantities'
  >
  readonly client: BillingClient
  /** Absent: one process, which keeps holds and counts in its memory. */
  readonly redis: RedisLink | undefined
  readonly logger: Logger
  readonly onEvent: (event: EntitlementsEvent) => void
  /** Epoch milliseconds, by which usage is dated. */
  readonly now: () => number
}

/**
 * Opens entitlements with the features of the demo catalog, over Redis where there is one. `close` delivers what the
 * journal holds and says what was left; `assertWritten` throws while the journal cannot be written.
 * @throws JournalError, JournalLockedError when the journal's file cannot be opened. A Redis that is away is no reason:
 * it is tried again.
 */
export async function openEntitlements({ configuration, client, redis, logger, onEvent, now }: EntitlementsParts) {
  const { agentId, journalPath, onUnavailable, billUsage } = configuration
  const options = configuration.redis === undefined ? {} : { prefix: configuration.redis.prefix }
  if (journalPath !== undefined) mkdirSync(dirname(journalPath), { recursive: true })
  const { journal, assertWritten } = watchJournal(journalOf(journalPath, redis, options))
  const entitlements = createEntitlements({
    client,
    store: redis === undefined ? memoryStore() : redisStore(redis.client, options),
    journal,
    onUnavailable,
    bill: billUsage,
    onEvent,
    now,
    ...(configuration.customerKeys.haveScopes ? { scopes: {} } : {}),
    ...(agentId === undefined ? {} : { reports: { agent: agentId } }),
    quantities: {
      promptTokens: 'prompt_tokens',
      completionTokens: 'completion_tokens',
      ...configuration.quantities,
    },
    meters: { value: 'token_count', model: 'model_id' },
    features: {
      models: 'available_models',
      budgets: { monthly_token_budget: ['prompt', 'completion'] },
      rates: { requests_per_minute: { windowMs: 60_000 } },
    },
  })
  // A file that is locked or damaged is a fault of this start; without this every request would find out by itself.
  if (journalPath !== undefined) await entitlements.counts()
  return { entitlements, assertWritten, close: () => closeEntitlements(entitlements, logger) }
}

function journalOf(path: string | undefined, redis: RedisLink | undefined, options: { readonly prefix?: string }) {
  if (path !== undefined) return sqliteJournal({ path })
  if (redis === undefined) throw new Error('Without a Redis the journal needs a file: journalPath')
  return settleThroughOutages(redisJournal(redis.client, options))
}

async function closeEntitlements(entitlements: Entitlements, logger: Logger): Promise<void> {
  const report = await entitlements.close({ deadlineMs: FLUSH_TIMEOUT_MS })
  logger.info({ report }, 'The journal is closed')
}
