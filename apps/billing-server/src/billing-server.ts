import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino, { type Logger } from 'pino'
import { AlertChecks } from './alerts/alert-checks.ts'
import { alertRoutes } from './alerts/alerts.routes.ts'
import { catalogRoutes } from './catalog/catalog.routes.ts'
import { planRoutes } from './catalog/plans/plans.routes.ts'
import { pricingGroupRoutes } from './catalog/plans/pricing-groups.routes.ts'
import { pricingRoutes } from './catalog/plans/pricings.routes.ts'
import { versionRoutes } from './catalog/plans/versions.routes.ts'
import { type BillingServerConfig, configFaults, isLoopback } from './config.ts'
import { BillingServerConfigurationError } from './configuration-error.ts'
import { cryptographicRandom } from './cryptographic-random.ts'
import { customerRoutes } from './customers/customers.routes.ts'
import type { Database, DatabaseEngine } from './database/database.ts'
import { openMigratedDatabase } from './database/open-database.ts'
import { WriteProbe } from './database/write-probe.ts'
import { deskPages } from './desk/desk-pages.ts'
import { meterDataRoutes } from './explain/meter-data.routes.ts'
import { customerEntitlementRoutes } from './features/customer-entitlements.routes.ts'
import { featureRoutes } from './features/features.routes.ts'
import { platformEntitlementRoutes } from './features/platform-entitlements.routes.ts'
import { ApiKeys, DEFAULT_API_KEY } from './http/api-keys.ts'
import { LOOPBACK_HOSTS } from './http/guard-requests.ts'
import { createHttpApp } from './http/http-app.ts'
import { Idempotency, withIdempotency } from './http/idempotency.ts'
import { MAX_BODY_BYTES } from './http/json-body.ts'
import type { OperationHandlers } from './http/operation-handlers.ts'
import { OperationPipeline } from './http/operation-pipeline.ts'
import type { RouteFamily } from './http/route-family.ts'
import { ServerMetrics } from './http/server-metrics.ts'
import { bulkActionRoutes } from './invoicing/bulk-actions.routes.ts'
import { invoiceDocumentRoutes, invoicePageRoutes } from './invoicing/documents/invoice-documents.routes.ts'
import { InvoiceLifecycle } from './invoicing/invoice-lifecycle.ts'
import { invoiceRoutes } from './invoicing/invoices.routes.ts'
import { onDemandRoutes } from './invoicing/on-demand/on-demand.routes.ts'
import { persistDataRoutes } from './invoicing/persist-data/persist-data.routes.ts'
import { reprocessRoutes } from './invoicing/reprocess.routes.ts'
import { SoldUsage } from './invoicing/sold-usage.ts'
import { writtenInvoiceRoutes } from './invoicing/written/written-invoices.routes.ts'
import { FaultInjection } from './local/faults.ts'
import { type LocalParts, localRoutes, MAX_LOCAL_BODY_BYTES } from './local/local.routes.ts'
import { logDestination } from './log-destination.ts'
import { Ingest } from './metering/ingest.ts'
import { meteringRoutes } from './metering/metering.routes.ts'
import { DEFAULT_PROPERTY_VALUES_LIMIT, PropertyValuesWatch } from './metering/property-values-watch.ts'
import { UsageCuts } from './metering/usage-cuts.ts'
import { agentRoutes } from './operator/agents.routes.ts'
import { attemptRoutes } from './operator/attempts.routes.ts'
import { conflictRoutes } from './operator/conflicts.routes.ts'
import { pricingNoticeRoutes } from './operator/pricing-notices.routes.ts'
import { propertyValuesRoutes } from './operator/property-values.routes.ts'
import { previewRoutes } from './preview/preview.routes.ts'
import { idMaker } from './resource-id.ts'
import { answerExpansion } from './resources/answer-expansion.ts'
import { createPublish } from './resources/outbox.store.ts'
import { queryReferences } from './resources/query-references.ts'
import { createResourceStores } from './resources/resource-stores.ts'
import { expansionSources } from './search/expansion-sources.ts'
import { searchRoutes } from './search/search.routes.ts'
import { serializeError } from './serialize-error.ts'
import { readClockOffset } from './server-clock.store.ts'
import { ServerClock } from './server-clock.ts'
import type { ServerContext } from './server-context.ts'
import { endBilling } from './subscriptions/end-billing.ts'
import { scheduleRoutes } from './subscriptions/schedules.routes.ts'
import { subscriptionActionRoutes } from './subscriptions/subscription-actions.routes.ts'
import { subscriptionRoutes } from './subscriptions/subscriptions.routes.ts'
import { TimeDrivenWork } from './time-driven-work.ts'
import { walletGrantRoutes } from './wallets/wallet-grants.routes.ts'
import { walletKindRoutes } from './wallets/wallet-kinds.routes.ts'
import { walletRoutes } from './wallets/wallets.routes.ts'
import { guardedFetch } from './webhooks/guarded-fetch.ts'
import { WebhookDeliveries } from './webhooks/webhook-deliveries.ts'
import { webhookEventRoutes } from './webhooks/webhook-events.routes.ts'
import { webhookQueueRoutes } from './webhooks/webhook-queues.routes.ts'
import { WebhookTargets } from './webhooks/webhook-targets.ts'
import { webhookRoutes } from './webhooks/webhooks.routes.ts'
import { whatIfRoutes } from './what-if/what-if.routes.ts'

/** The longest time that requests under way may take when the server closes. */
const CLOSE_DEADLINE_MS = 10_000
/**
 * A request that has not arrived whole by then is answered with 408 and dropped, so that slow senders hold no
 * connection for long.
 */
const REQUEST_TIMEOUT_MS = 15_000
/**
 * The time between two checks of the connections for this limit; Node's 30 s would let slow requests last three times
 * as long.
 */
const TIMEOUT_CHECK_MS = 1_000

/** A running billing server. */
export interface BillingServer {
  /** The URL at which the server listens, without a slash at the end. */
  readonly url: string
  readonly engine: DatabaseEngine
  /** The database of the server, for tests and benchmarks that look behind the API. */
  readonly database: Database
  /** Takes no more requests, finishes those under way, and frees the database. */
  close(): Promise<void>
}

/** The working parts that handlers share. */
export interface ServerParts {
  readonly ingest: Ingest
  readonly lifecycle: InvoiceLifecycle
  readonly deliveries: WebhookDeliveries
  readonly targets: WebhookTargets
  /** Fonts for what DejaVu cannot print. */
  readonly pdfFontPaths: readonly string[]
}

/** The handlers of every operation that this server answers. */
export function createHandlers(
  context: Pick<
    ServerContext,
    'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'readCuts' | 'readSoldUsage' | 'publish' | 'gracePeriod'
  >,
  parts: ServerParts,
): OperationHandlers {
  return {
    ...meteringRoutes(context),
    ...catalogRoutes(context),
    ...featureRoutes(context),
    ...platformEntitlementRoutes(),
    ...customerEntitlementRoutes(context),
    ...planRoutes(context),
    ...versionRoutes(context),
    ...pricingRoutes(context),
    ...pricingGroupRoutes(context),
    ...customerRoutes(context, (...change) => endBilling(context, ...change)),
    ...subscriptionRoutes(context),
    ...subscriptionActionRoutes(context),
    ...scheduleRoutes(context),
    ...meterDataRoutes(context, parts.ingest),
    ...persistDataRoutes(context),
    ...reprocessRoutes(context),
    ...searchRoutes(context),
    ...invoiceRoutes(context, parts.lifecycle),
    ...onDemandRoutes(context, parts.lifecycle),
    ...previewRoutes(context),
    ...writtenInvoiceRoutes(context, parts.lifecycle),
    ...invoiceDocumentRoutes(context, parts.pdfFontPaths),
    ...bulkActionRoutes(context, parts.lifecycle),
    ...webhookRoutes(context, parts.deliveries, parts.targets),
    ...alertRoutes(context),
    ...walletKindRoutes(context),
    ...walletRoutes(context),
    ...walletGrantRoutes(context),
    ...webhookEventRoutes(context, parts.deliveries),
  }
}

/** Returns what operators ask and `/v1` has no operation for. */
function operatorFamily(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'readCuts' | 'readSoldUsage'>,
  { deliveries, propertyValuesLimit }: { readonly deliveries: WebhookDeliveries; readonly propertyValuesLimit: number },
): RouteFamily {
  return {
    name: 'operator',
    // A what-if may carry a whole catalog.
    maxBodyBytes: MAX_BODY_BYTES,
    routes: [
      whatIfRoutes(context),
      pricingNoticeRoutes(context),
      conflictRoutes(context),
      invoicePageRoutes(context),
      webhookQueueRoutes(context, deliveries),
      propertyValuesRoutes(context, propertyValuesLimit),
      attemptRoutes(context),
      agentRoutes(context),
    ],
  }
}

/** The controls of a server that runs for tests. */
function localFamily(context: Pick<ServerContext, 'database' | 'clock'>, parts: LocalParts): RouteFamily {
  return { name: 'local', maxBodyBytes: MAX_LOCAL_BODY_BYTES, routes: [localRoutes(context, parts)] }
}

/** Starts a billing server: opens and migrates its database, then listens. */
export async function createBillingServer(config: BillingServerConfig): Promise<BillingServer> {
  const faults = configFaults(config)
  if (faults.length > 0) throw new BillingServerConfigurationError(faults)
  const logger: Logger = pino(
    { level: config.logLevel ?? 'info', base: { app: 'billing-server' }, serializers: { err: serializeError } },
    config.logTo ?? logDestination(),
  )
  const { database, applied } = await openMigratedDatabase(config, (error) =>
    logger.warn({ err: error }, 'a database connection broke'),
  )
  try {
    if (applied.length > 0) logger.info({ applied }, 'migrated')
    const systemNow = config.now ?? Date.now
    const random = config.random ?? cryptographicRandom
    const clock = new ServerClock(systemNow)
    clock.resume(await readClockOffset(database))
    const makeId = idMaker({ now: systemNow, random })
    const idempotency = await Idempotency.start(database, systemNow)
    const metrics = new ServerMetrics()
    const publish = createPublish({ makeId, clock, onPublished: () => work.sendSoon() })
    const cuts = new UsageCuts({ database, clock, logger })
    const stores = createResourceStores({ makeId, now: clock.now, publish })
    const soldUsage = new SoldUsage(stores)
    const context: ServerContext = {
      database: withIdempotency(database),
      clock,
      makeId,
      logger,
      metrics,
      readCuts: (connection, cut) => cuts.read(connection, cut),
      readSoldUsage: (connection, of, subscriptions) => soldUsage.read(connection, of, subscriptions),
      publish,
      stores,
      gracePeriod: config.gracePeriod,
      carriesLate: config.putAfterInvoiceFinalOnNextInvoice ?? true,
    }
    const lifecycle = new InvoiceLifecycle(context)
    const isLocal = isLoopback(config.host)
    const targets = new WebhookTargets(config.webhookHosts ?? (isLocal ? ['*'] : []), { allowPrivate: isLocal })
    const deliveries = new WebhookDeliveries({
      database,
      clock,
      systemNow,
      fetch: config.fetch ?? guardedFetch(targets),
      targets,
      logger,
      metrics,
    })
    const propertyValuesLimit = config.propertyValuesLimit ?? DEFAULT_PROPERTY_VALUES_LIMIT
    const work = new TimeDrivenWork({
      database,
      clock,
      lifecycle,
      alerts: new AlertChecks(context),
      cuts,
      deliveries,
      propertyValues: new PropertyValuesWatch({ database, logger, metrics, limit: propertyValuesLimit }),
      logger,
    })
    const ingest = new Ingest(context)
    const probe = new WriteProbe(database)
    const faults = new FaultInjection(Math.random)
    const app = createHttpApp({
      pipeline: new OperationPipeline({
        handlers: createHandlers(context, {
          ingest,
          lifecycle,
          deliveries,
          targets,
          pdfFontPaths: config.pdfFontPaths ?? [],
        }),
        // Faults outermost: a lost response is lost after its answer was stored for a replay.
        wrappers: [
          ...(config.localControls ? [faults.wrapper] : []),
          idempotency.wrapper,
          answerExpansion(database, expansionSources(context)),
        ],
        queryExtension: queryReferences(database, context.stores),
      }),
      apiKeys: new ApiKeys([config.apiKey]),
      logger,
      metrics,
      makeId,
      ready: () => probe.assert(),
      validateResponses: config.validateResponses ?? false,
      guard: {
        hosts: isLocal ? [...LOOPBACK_HOSTS, ...(config.allowedHosts ?? [])] : config.allowedHosts,
        refuseForwarded: config.apiKey === DEFAULT_API_KEY,
        ownOriginOnly: ['local', 'operator', 'desk'],
      },
      pages: config.deskFolder === undefined ? [] : [deskPages({ folder: config.deskFolder, apiKey: config.apiKey })],
      families: [
        operatorFamily(context, { deliveries, propertyValuesLimit }),
        ...(config.localControls ? [localFamily(context, { work, faults, ingest, cuts, soldUsage })] : []),
      ],
    })
    const server = createServer(
      {
        requestTimeout: REQUEST_TIMEOUT_MS,
        headersTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      },
      app,
    )
    const url = await listen(server, config)
    logger.info(
      { url, engine: database.engine, dataDir: config.databaseUrl === undefined ? config.dataDir : undefined },
      `listening on ${url}`,
    )
    if (config.localControls) {
      logger.warn('local controls are on: whoever has the API key can move the clock and empty the database')
    }
    work.start()
    return {
      url,
      engine: database.engine,
      database,
      close: async () => {
        work.endMoves()
        await closeServer(server)
        await work.stop()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

function listen(server: Server, { host, port }: BillingServerConfig): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const { port: taken } = server.address() as AddressInfo
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${taken}`)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_DEADLINE_MS)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
