import { findParts } from '../catalog/plans/versions.store.ts'
import { withVersionInfos } from '../catalog/plans/with-version-infos.ts'
import type { Queryable } from '../database/database.ts'
import { findInvoices } from '../invoicing/invoices.store.ts'
import { presentInvoice } from '../invoicing/present-invoice.ts'
import { toWireMeterData } from '../metering/ingest.ts'
import { findMeterDatas } from '../metering/meter-data.store.ts'
import type { ExpansionSource, ExpansionSources } from '../resources/expand.ts'
import type { ResourceStore } from '../resources/resource.store.ts'
import type { StoredSchema } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { withAllScheduleInfos } from '../subscriptions/with-schedule-infos.ts'

/**
 * Makes the table from which `expand[]` reads each kind of resource, by the name of its schema, in the form that its
 * own GET answers. What is not in this table cannot be expanded on this server, and a request for it says so.
 */
export function expansionSources(context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>): ExpansionSources {
  const { stores } = context
  return new Map<string, ExpansionSource>([
    ['Meter', from(stores.meters)],
    ['MeterValue', from(stores.meterValues)],
    ['MeterProperty', from(stores.meterProperties)],
    ['MeterValueCalculation', from(stores.calculations)],
    [
      'MeterData',
      async (database, ids) =>
        new Map((await findMeterDatas(database, ids)).map((row) => [row.id, toWireMeterData(row)])),
    ],
    ['Feature', from(stores.features)],
    ['ProductCategory', from(stores.categories)],
    ['Product', from(stores.products)],
    ['ProductItem', from(stores.productItems)],
    ['BillingEntity', from(stores.billingEntities)],
    ['Customer', from(stores.customers)],
    [
      'PricingPlan',
      async (database, ids) =>
        byId(await withVersionInfos(database, [...(await stores.plans.byIds(database, ids)).values()])),
    ],
    ['PricingPlanVersion', from(stores.versions)],
    ['Pricing', fromTrees('$.pricing_categories[*].**.pricings[*]')],
    ['PricingItem', fromTrees('$.pricing_categories[*].**.items[*]')],
    ['PricingItemConfig', fromTrees('$.pricing_categories[*].**.configs[*]')],
    [
      'PricingPlanSubscription',
      async (database, ids) =>
        byId(
          await withAllScheduleInfos(context, database, [
            ...(await stores.subscriptions.byIds(database, ids)).values(),
          ]),
        ),
    ],
    ['PricingPlanSchedule', from(stores.schedules)],
    ['AlertRule', from(stores.alertRules)],
    ['CreditType', from(stores.creditTypes)],
    ['WalletType', from(stores.walletTypes)],
    ['Invoice', (database, ids) => invoicesByIds(context, database, ids)],
  ])
}

function from<Name extends StoredSchema>(store: ResourceStore<Name>): ExpansionSource {
  return (database, ids) => store.byIds(database, ids) as Promise<ReadonlyMap<string, object>>
}

const byId = (resources: readonly { readonly id: string }[]): ReadonlyMap<string, object> =>
  new Map(resources.map((resource) => [resource.id, resource]))

/** Parts of plan versions have no rows of their own: they are found in the trees that hold one of the ids. */
function fromTrees(path: string): ExpansionSource {
  return async (database, ids) => byId(await findParts(database, path, ids))
}

/** Each invoice that is not FINAL is worked out anew: an event trace names few. */
async function invoicesByIds(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  database: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, object>> {
  const invoices = new Map<string, object>()
  for (const row of await findInvoices(database, ids))
    invoices.set(row.id, await presentInvoice(context, database, row))
  return invoices
}
