import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createBillingClient, unwrap } from '@tallygate/client'
import type { EntitlementsEvent } from '@tallygate/entitlements'
import { Drains } from '@tallygate/fetch'
import { billedModelOf } from '@tallygate/usage'
import type { Logger } from 'pino'
import { AdmissionDesk } from './admission/admission-desk.ts'
import { FairQueue } from './admission/fair-queue.ts'
import { ChatRunner } from './agent/chat-runner.ts'
import { BillingClock } from './billing-clock.ts'
import type { AgentConfiguration } from './configuration/agent-configuration.ts'
import { isLoopback } from './configuration/is-loopback.ts'
import { LOCAL_OPERATOR_KEY } from './configuration/read-configuration.ts'
import { createLogger } from './create-logger.ts'
import { atMostEvery } from './http/at-most-every.ts'
import { createApp } from './http/create-app.ts'
import { InFlight } from './http/in-flight.ts'
import { assertDiskWritable } from './journal/assert-disk-writable.ts'
import { logDoubt, logEvent } from './log-event.ts'
import { AgentMetrics } from './metrics/agent-metrics.ts'
import { openEntitlements } from './open-entitlements.ts'
import type { UsageDoubt } from './pass-through/passed-call.ts'
import { ProviderConnection } from './pass-through/provider-connection.ts'
import type { Providers } from './pass-through/providers.ts'
import { ReachedOnce } from './reached-once.ts'
import { RedisLink } from './redis/redis-link.ts'
import { type SimulatedProvider, startSimulatedProvider } from './simulated-provider/start-simulated-provider.ts'

/** Longest that a client may take to send a whole request, as at the billing server. */
const REQUEST_TIMEOUT_MS = 15_000
/**
 * The time between two checks of the connections for this limit; Node's 30 s would let slow requests last three times
 * as long.
 */
const TIMEOUT_CHECK_MS = 1_000

/** The disk is looked at no more often than this, however often somebody asks whether the agent is ready. */
const DISK_CHECK_MS = 1_000

/** An agent that is running. */
export interface ChatAgent {
  /** The URL at which the agent listens, `http://<host>:<port>`. */
  readonly url: string
  /**
   * Takes no new requests, lets those in flight finish within the configured time, delivers what the journal holds, and
   * ends everything that was started. Safe to call twice.
   */
  close(): Promise<void>
}

/**
 * Starts the agent; resolves when it listens. Without a provider in the configuration a simulated one is started and
 * said so in the first line of the log.
 * @throws when the port is taken or the journal cannot be opened; nothing is left running then.
 */
export async function createChatAgent(
  configuration: AgentConfiguration,
  logger = createLogger(configuration),
): Promise<ChatAgent> {
  const simulated = configuration.provider === undefined ? await startSimulated(logger) : undefined
  const closers: (() => Promise<void>)[] = simulated === undefined ? [] : [() => simulated.close()]
  try {
    return await start(configuration, logger, simulated, closers)
  } catch (error) {
    for (const close of closers.toReversed()) await close()
    throw error
  }
}

async function startSimulated(logger: Logger): Promise<SimulatedProvider> {
  const simulated = await startSimulatedProvider()
  const providerUrl = `${simulated.url}/v1`
  logger.warn(
    { provider: 'simulated', provider_url: providerUrl },
    `OPENAI_API_KEY is not set: answers come from a simulated provider on ${providerUrl}`,
  )
  return simulated
}

async function start(
  configuration: AgentConfiguration,
  logger: Logger,
  simulated: SimulatedProvider | undefined,
  closers: (() => Promise<void>)[],
): Promise<ChatAgent> {
  const client = createBillingClient({ apiKey: configuration.billing.apiKey, baseUrl: configuration.billing.url })
  const metrics = new AgentMetrics()
  const redis = configuration.redis === undefined ? undefined : new RedisLink(configuration.redis, logger)
  // Pushed before the entitlements, so closed after them: what they still have to record goes over it.
  if (redis !== undefined) closers.push(async () => redis.close())
  await redis?.connect(configuration.journalPath === undefined)
  const clock = configuration.followsBillingClock ? new BillingClock({ ...configuration.billing, logger }) : undefined
  await clock?.refresh()
  const now = clock?.now ?? Date.now
  const onEvent = (event: EntitlementsEvent) => {
    metrics.recordEvent(event)
    logEvent(logger, event)
  }
  const {
    entitlements,
    assertWritten,
    close: closeEntitlements,
  } = await openEntitlements({
    configuration,
    client,
    redis,
    logger,
    onEvent,
    now,
  })
  closers.push(closeEntitlements)
  const provider = configuration.provider ?? { baseUrl: `${simulated?.url}/v1`, apiKey: 'simulated' }
  const connection = new ProviderConnection()
  closers.push(async () => connection.close())
  const billing = new ReachedOnce(() => unwrap(client.GET('/v1/meters')), logger)
  closers.push(async () => billing.stop())

  const inFlight = new InFlight()
  let stopping = false
  const drains = new Drains({ maxMs: configuration.drainTimeoutMs })
  const { maxConcurrency, maxConcurrencyPerCustomer } = configuration
  const queue = new FairQueue({ maxConcurrency, maxConcurrencyPerCustomer })
  const desk = new AdmissionDesk(queue, entitlements)
  metrics.watch({ queue, drains, entitlements })
  const { fallbackModel, modelIds } = configuration
  const billedModel = billedModelOf(modelIds)
  const onDoubt = (doubt: UsageDoubt) => {
    metrics.recordDoubt()
    logDoubt(logger, doubt)
  }
  const app = createApp({
    runner: new ChatRunner({ entitlements, provider, fallbackModel, modelIds, now }),
    passThrough: {
      entitlements,
      desk,
      connection,
      providers: providersOf(configuration, simulated, provider),
      drains,
      modelIds,
      allowedMembers: configuration.allowedMembers ?? [],
      metadataProperties: configuration.metadataProperties ?? [],
      quantities: new Set(Object.keys(configuration.quantities ?? {})),
      billsEstimates: configuration.billUsage === 'estimate',
      onDoubt,
      onUnrecorded: (error) => logger.error({ err: error }, 'The usage of an answer could not be recorded'),
    },
    billedModel,
    desk,
    drains,
    entitlements,
    client,
    page: { hasDemoKeys: configuration.customerKeys.hasDemoKeys, isSimulated: simulated !== undefined },
    customerKeys: configuration.customerKeys,
    defaultModel: configuration.defaultModel,
    guard: {
      isLoopback: isLoopback(configuration.host),
      allowedHosts: configuration.allowedHosts,
      hasPublicKeys: configuration.customerKeys.hasDemoKeys,
    },
    operator: { key: configuration.operatorKey, isPublicKey: configuration.operatorKey === LOCAL_OPERATOR_KEY },
    ...(clock === undefined ? {} : { beforeRequest: () => clock.refresh() }),
    readiness: [
      { name: 'billing', check: async () => billing.assert() },
      { name: 'journal', check: journalCheck(configuration.journalPath, assertWritten) },
      ...(redis === undefined ? [] : [{ name: 'redis', check: () => redis.assert() }]),
      { name: 'provider', check: async () => assertRunning(simulated) },
      {
        name: 'stopping',
        check: async () => (stopping ? Promise.reject(new Error('the agent is stopping')) : undefined),
      },
    ],
    metrics,
    logger,
    inFlight,
    isStopping: () => stopping,
  })
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
    },
    app,
  )
  server.listen(configuration.port, configuration.host)
  await once(server, 'listening')

  let closing: Promise<void> | undefined
  const close = async () => {
    stopping = true
    await stopServing(server, inFlight, configuration.shutdownTimeoutMs, logger)
    for (const end of closers.toReversed()) await end()
  }
  return {
    url: urlOf(server, configuration.host),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** The simulated provider stands in for both, where neither is configured. */
function providersOf(
  { provider, anthropic }: AgentConfiguration,
  simulated: SimulatedProvider | undefined,
  openai: NonNullable<AgentConfiguration['provider']>,
): Providers {
  if (anthropic !== undefined) return { openai, anthropic }
  if (provider !== undefined || simulated === undefined) return { openai }
  return { openai, anthropic: { baseUrl: simulated.url, apiKey: 'simulated' } }
}

async function stopServing(server: Server, inFlight: InFlight, timeoutMs: number, logger: Logger): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const drained = await inFlight.drained(timeoutMs)
  if (!drained)
    logger.warn({ in_flight: inFlight.count }, 'Requests were still in flight when the time to stop was over')
  server.closeAllConnections()
  await closed
}

function journalCheck(path: string | undefined, assertWritten: () => void): () => Promise<void> {
  const assertDisk = path === undefined ? undefined : atMostEvery(DISK_CHECK_MS, () => assertDiskWritable(path))
  return async () => {
    assertWritten()
    await assertDisk?.()
  }
}

function assertRunning(simulated: SimulatedProvider | undefined): void {
  if (simulated?.isRunning() === false) throw new Error('the simulated provider has ended')
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address')
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`
}
