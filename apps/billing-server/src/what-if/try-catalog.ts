import {
  apply,
  type Catalog,
  CatalogApplyError,
  CatalogConflictError,
  defineCatalog,
  InvalidCatalogError,
} from '@tallygate/catalog'
import { BillingApiError, createBillingClient } from '@tallygate/client'
import { catalogRoutes } from '../catalog/catalog.routes.ts'
import { planRoutes } from '../catalog/plans/plans.routes.ts'
import { versionRoutes } from '../catalog/plans/versions.routes.ts'
import { customerRoutes } from '../customers/customers.routes.ts'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { SavepointDatabase } from '../database/savepoint-database.ts'
import { featureRoutes } from '../features/features.routes.ts'
import { ApiFault, invalidField } from '../http/api-fault.ts'
import { meteringRoutes } from '../metering/metering.routes.ts'
import { createResourceStores } from '../resources/resource-stores.ts'
import type { ServerContext } from '../server-context.ts'
import { endBilling } from '../subscriptions/end-billing.ts'
import { walletKindRoutes } from '../wallets/wallet-kinds.routes.ts'
import { type Candidates, findNewest } from './candidate.ts'
import { handlerFetch } from './handler-fetch.ts'

/** A catalog may be large: on a single connection those who write come first, and the question is refused. */
const GIVES_WAY = { givesWay: true }

/** Carries what was found out of a transaction that is rolled back. */
class Tried extends Error {
  readonly candidates: Candidates

  constructor(candidates: Candidates) {
    super('rolled back')
    this.candidates = candidates
  }
}

/**
 * The versions that a catalog would sell: it is applied as it would be, in a transaction that is rolled back, so
 * nothing of it is stored and no webhook hears of it.
 */
export async function tryCatalog(
  context: Pick<ServerContext, 'database' | 'clock' | 'makeId' | 'readSoldUsage'>,
  given: object,
): Promise<Candidates> {
  const catalog = readCatalog(given)
  const publish = () => Promise.resolve()
  const { clock, makeId, readSoldUsage } = context
  const stores = createResourceStores({ makeId, now: clock.now, publish })
  try {
    await context.database.transaction(async (transaction) => {
      const database = new SavepointDatabase(transaction, context.database.engine)
      const inside = { clock, makeId, database, stores, publish, readSoldUsage }
      const handlers = {
        ...meteringRoutes(inside),
        ...catalogRoutes(inside),
        ...featureRoutes(inside),
        ...planRoutes(inside),
        ...versionRoutes(inside),
        ...customerRoutes(inside, (...change) => endBilling(inside, ...change)),
        ...walletKindRoutes(inside),
      }
      const client = createBillingClient({
        apiKey: 'in-process',
        baseUrl: 'http://localhost',
        maxAttempts: 1,
        timeoutMs: 60_000,
        fetch: handlerFetch(handlers),
      })
      await apply(client, catalog)
      throw new Tried(await findNewest(stores, transaction, Object.keys(catalog.plans)))
    }, GIVES_WAY)
  } catch (error) {
    if (error instanceof Tried) return error.candidates
    throw refusal(error)
  }
  throw new Error('a catalog was not rolled back')
}

function readCatalog(given: object): Catalog {
  try {
    return defineCatalog(given)
  } catch (error) {
    if (!InvalidCatalogError.isInstance(error)) throw error
    const [problem] = error.problems
    throw problem === undefined
      ? invalidField('catalog', error.message)
      : invalidField(`catalog.${problem.path}`, problem.problem)
  }
}

/** Returns what the API would answer to the one who applies the catalog. */
function refusal(error: unknown): unknown {
  if (CatalogConflictError.isInstance(error)) return invalidField('catalog', error.message)
  if (!CatalogApplyError.isInstance(error)) return error
  const { cause, change } = error
  if (!BillingApiError.isInstance(cause)) return unavailableIn(error) ?? error
  return new ApiFault({
    code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
    field: `catalog.${change.reference}`,
    message: `${change.action} ${change.kind} ${change.reference}: ${cause.message}`,
    cause: error,
  })
}

/** The database's own refusal, which the client took for one of the connection. */
function unavailableIn(error: unknown): unknown {
  for (let here = error; here instanceof Error; here = here.cause) {
    if (DatabaseUnavailableError.isInstance(here)) return here
  }
  return undefined
}
