import { alertRules } from './alert-rules.contract.ts'
import { alerts } from './alerts.contract.ts'
import { billingEntities } from './billing-entities.contract.ts'
import { bulkActions } from './bulk-actions.contract.ts'
import type { ContractResource } from './contract-row.ts'
import { creditTypes } from './credit-type.contract.ts'
import { customers } from './customers.contract.ts'
import { features } from './features.contract.ts'
import { invoices } from './invoices.contract.ts'
import { meterProperties } from './meter-properties.contract.ts'
import { meterValueCalculations } from './meter-value-calculations.contract.ts'
import { meterValues } from './meter-values.contract.ts'
import { meters } from './meters.contract.ts'
import { onDemand } from './on-demand.contract.ts'
import { persistData } from './persist-data.contract.ts'
import { platforms } from './platforms.contract.ts'
import { pricingGroups } from './pricing-groups.contract.ts'
import { pricingPlanSchedules } from './pricing-plan-schedules.contract.ts'
import { pricingPlanSubscriptions } from './pricing-plan-subscriptions.contract.ts'
import { pricingPlanVersions } from './pricing-plan-versions.contract.ts'
import { pricingPlans } from './pricing-plans.contract.ts'
import { pricings } from './pricings.contract.ts'
import { productCategories } from './product-categories.contract.ts'
import { productItems } from './product-items.contract.ts'
import { products } from './products.contract.ts'
import { reprocesses } from './reprocess.contract.ts'
import { usageEvents } from './usage-events.contract.ts'
import { walletGrants } from './wallet-grants.contract.ts'
import { walletTypes } from './wallet-type.contract.ts'
import { customerWallets, wallets } from './wallets.contract.ts'
import { webhookEvents } from './webhook-events.contract.ts'
import { webhooks } from './webhooks.contract.ts'
import { writtenInvoices } from './written-invoices.contract.ts'

/** The scenarios of every resource, in the order of the contract. */
export const contractResources: readonly ContractResource[] = [
  meters,
  meterValues,
  meterProperties,
  meterValueCalculations,
  usageEvents,
  persistData,
  reprocesses,
  productCategories,
  products,
  productItems,
  features,
  platforms,
  pricingPlans,
  pricingPlanVersions,
  pricings,
  pricingGroups,
  billingEntities,
  customers,
  pricingPlanSubscriptions,
  pricingPlanSchedules,
  invoices,
  writtenInvoices,
  onDemand,
  bulkActions,
  creditTypes,
  walletTypes,
  wallets,
  customerWallets,
  walletGrants,
  webhooks,
  webhookEvents,
  alertRules,
  alerts,
]
