export { type ChargedRule, carriedOn, chargeRules } from './charge/charge-rules.ts'
export { prorationOf } from './charge/period-share.ts'
export { type Band, type ChargedBand, type PeriodShare, percentOf, shareOf, WHOLE_PERIOD } from './models/band.ts'
export { chargeVolume } from './models/charge-volume.ts'
export { Decimal, QUOTIENT_SCALE } from './money/decimal.ts'
export {
  fromWireMoney,
  isBillableCurrency,
  minorUnitOf,
  roundMoney,
  toWireMoney,
  toWireUnrounded,
} from './money/money.ts'
export { PricingError } from './money/pricing-error.ts'
export { type Adjustment, isAbout, isInForce, meetsCondition } from './plan/adjustment.ts'
export { findBandFaults, type RuleSubject } from './plan/check-rule.ts'
export { holds, type PropertyValues } from './plan/condition.ts'
export { modelTypeOf, pricesQuantity, soldCreditTypeOf } from './plan/model-type.ts'
export { type CatalogProductItem, calculationIdOf, type PricingCatalog, productItemOf } from './plan/pricing-catalog.ts'
export type { PriceModel, PricingRule } from './plan/pricing-rule.ts'
export { orderRules, ruleFor } from './usage/assign-usage.ts'
export {
  assertCalculable,
  calculateQuantity,
  distinctValueIdsOf,
  rowsOfCalculation,
} from './usage/calculate-quantity.ts'
export { measureItem } from './usage/measure-item.ts'
export {
  NOTHING_STATED,
  type StatedRollover,
  type StatedState,
  type StatedUsage,
  statedOf,
} from './usage/stated-state.ts'
export { carryState, type MeterUnit, type UsageSource, unitOf, usageSourcesOf } from './usage/usage-source.ts'
export { type Calculation, eventCountOf, type UsageTotal } from './usage/usage-total.ts'
export { CREDIT_SCALE, scaleOf } from './wallets/credit-scale.ts'
export { type DrawnWallet, drawGrants, type WalletDemand, type WalletDraw } from './wallets/draw-grants.ts'
export { type PlannedDeposit, planDeposits } from './wallets/plan-deposits.ts'
export { balanceOf, tallyWallet, type WalletTally } from './wallets/tally-wallet.ts'
export type { WalletGrant } from './wallets/wallet-grant.ts'
export { creditsUnit, moneyUnit, type WalletUnit } from './wallets/wallet-unit.ts'
export { configsOfItem, type PlacedConfig } from './wire/configs-of-item.ts'
export { findPricingFaults, MAX_RULES, type PricingFault } from './wire/find-pricing-faults.ts'
export { findPricingNotices } from './wire/find-pricing-notices.ts'
export { findScheduleFaults } from './wire/find-schedule-faults.ts'
export { readAdjustments } from './wire/read-adjustments.ts'
export { readBands } from './wire/read-band.ts'
export { MAX_CONDITION_DEPTH } from './wire/read-condition.ts'
export { readPeriod } from './wire/read-period.ts'
export { type BillingTerms, readPricingRule } from './wire/read-pricing-rule.ts'
export { readWalletGrants } from './wire/read-wallet-grants.ts'
export { inDisplayOrder, type SelectedPricing, selectConfigs, selectPricings } from './wire/select-pricings.ts'
