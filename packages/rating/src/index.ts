export {
  type AttemptCost,
  type AttemptCostPart,
  type AttemptPricing,
  type AttemptTerms,
  attemptPricing,
} from './attempt/attempt-pricing.ts'
export type { AttemptCounter } from './attempt/attempt-rules.ts'
export type { Counts, Quantity, UsedQuantity } from './attempt/attempt-usage.ts'
export { type DoubleCharge, findDoubleCharges } from './attempt/find-double-charges.ts'
export type { HeldQuantity, HoldRequest, LinearHold } from './attempt/hold-of.ts'
export { type ChargedRule, type ChargedSeats, chargeRules } from './charge/charge-rules.ts'
export type { ChargeTerms } from './charge/rule-terms.ts'
export { type AppliedAdjustment, applyAdjustments } from './invoice/apply-adjustments.ts'
export { type ChargedInvoice, chargeInvoice } from './invoice/charge-invoice.ts'
export type { InvoiceInput, InvoiceSegment, InvoiceWallet, LateSegment, UnitDemand } from './invoice/invoice-input.ts'
export { type LineIdentity, lineKey } from './invoice/line-identity.ts'
export {
  type CreditLine,
  creditDemandsOf,
  inServingOrder,
  type LineDemands,
  type PlannedCredits,
} from './invoice/plan-credits.ts'
export { planCharged, planInvoice, rolloverOf } from './invoice/plan-invoice.ts'
export { MAX_USAGE_SUB_LINES } from './invoice/plan-sub-lines.ts'
export type { PlannedGroup, PlannedInvoice, PlannedLine, PlannedSubLine } from './invoice/planned-invoice.ts'
export {
  type CategoryTotal,
  type SalesTax,
  salesTaxOf,
  type TaxableAmount,
  type Totals,
  totalsOf,
} from './invoice/totals.ts'
export { type TracedEvent, traceUsage, type UsageTrace } from './invoice/trace-usage.ts'
export {
  type Band,
  type Charge,
  type ChargedBand,
  type PeriodShare,
  percentOf,
  shareOf,
  type Volume,
  WHOLE_PERIOD,
} from './models/band.ts'
export { chargeVolume } from './models/charge-volume.ts'
export { Decimal, QUOTIENT_SCALE } from './money/decimal.ts'
export { isBillableCurrency, minorUnitOf, roundMoney } from './money/money.ts'
export { PricingError, type PricingErrorCode } from './money/pricing-error.ts'
export { type Settled, settledValue } from './money/settled.ts'
export { fromUnits, MAX_UNIT_SCALE, toUnits, unitScaleOf } from './money/unit-scale.ts'
export type { Adjustment, AdjustmentScope } from './plan/adjustment.ts'
export { findBandFaults } from './plan/check-rule.ts'
export {
  type CompiledItem,
  type CompiledPlan,
  type CompiledPricing,
  type PlanNeeds,
  pricingsIn,
  type SoldItem,
  type TaxCategory,
  type TimeWindow,
  usageBoundsIn,
} from './plan/compiled-plan.ts'
export {
  type Comparator,
  type Condition,
  holds,
  type PropertyValues,
  type StatedComparison,
  type StatedConditions,
} from './plan/condition.ts'
export { type ModelType, pricesQuantity } from './plan/model-type.ts'
export type { PriceModel, PricingRule, RuleWalletGrant } from './plan/pricing-rule.ts'
export { type RuleOrder, ruleFor } from './plan/rule-order.ts'
export { soldCreditTypesIn } from './plan/sold-credits.ts'
export { addUpEvents, type MeteredEvent } from './usage/add-up-events.ts'
export { type Calculation, calculateQuantity, rowsOfCalculation } from './usage/calculation.ts'
export { createUsageTest, type ReportedUsage, type UsageTest } from './usage/create-usage-test.ts'
export { isUnused, type MeasuredRule } from './usage/measure-item.ts'
export {
  NOTHING_STATED,
  type StatedRollover,
  type StatedState,
  type StatedUsage,
} from './usage/stated-state.ts'
export { arePersistent, type MeterUnit, type UsageSource } from './usage/usage-source.ts'
export { eventCountOf, type UsageTotal } from './usage/usage-total.ts'
export {
  chargeOnDemand,
  type OnDemandCharge,
  type OnDemandChoice,
  type OnDemandItem,
  onDemandDeposits,
  onDemandItemsAt,
} from './wallets/charge-on-demand.ts'
export { CREDIT_SCALE, scaleOf } from './wallets/credit-scale.ts'
export { type DrawnWallet, drawGrants, type WalletDemand, type WalletDraw } from './wallets/draw-grants.ts'
export { type PlannedDeposit, planDeposits } from './wallets/plan-deposits.ts'
export { balanceOf, tallyWallet, type WalletTally } from './wallets/tally-wallet.ts'
export type { WalletGrant } from './wallets/wallet-grant.ts'
export { creditsUnit, moneyUnit, unitOfGrant, type WalletUnit } from './wallets/wallet-unit.ts'
export { compilePlan, createPlanCompiler, type PlanCompiler, type PlanSource } from './wire/compile-plan.ts'
export { configsOfItem, type PlacedConfig } from './wire/configs-of-item.ts'
export { findPricingFaults, MAX_RULES, type PricingFault } from './wire/find-pricing-faults.ts'
export { findPricingNotices } from './wire/find-pricing-notices.ts'
export { findScheduleFaults } from './wire/find-schedule-faults.ts'
export { readBands } from './wire/read-band.ts'
export { assertCalculable, distinctValueIdsOf, readCalculation } from './wire/read-calculation.ts'
export { MAX_CONDITION_DEPTH } from './wire/read-condition.ts'
export { depositsIntoWallets, readWalletGrants } from './wire/read-wallet-grants.ts'
export { type SelectedPricing, selectPricings } from './wire/select-pricings.ts'
export type { CatalogProductItem, PricingCatalog, WireCalculation } from './wire/wire-catalog.ts'
export { fromWireMoney, toWireMoney, toWireUnrounded } from './wire/wire-money.ts'
export type {
  WireAmount,
  WireBand,
  WirePricing,
  WirePricingCategory,
  WirePricingItem,
  WireRule,
  WireSchedule,
  WireVersion,
} from './wire/wire-plan.ts'
