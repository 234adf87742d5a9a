export { type ApplyOptions, apply } from './apply.ts'
export type { Catalog } from './catalog.ts'
export { CatalogApplyError } from './catalog-apply-error.ts'
export type { CatalogChange, Difference } from './catalog-change.ts'
export { type CatalogConflict, CatalogConflictError } from './catalog-conflict-error.ts'
export type {
  AmountDefinition,
  CalculationDefinition,
  CreditTypeDefinition,
  Currency,
  FeatureDefinition,
  MeterDefinition,
  MeterPropertyDefinition,
  MeterValueDefinition,
  PeriodDefinition,
  ProductCategoryDefinition,
  ProductDefinition,
  ProductItemDefinition,
  WalletTypeDefinition,
} from './catalog-definition.ts'
export type { CatalogKind } from './catalog-kind.ts'
export { type CatalogDefinition, defineCatalog } from './define-catalog.ts'
export { formatChanges } from './format-changes.ts'
export { type CatalogProblem, InvalidCatalogError } from './invalid-catalog-error.ts'
export { plan } from './plan.ts'
export type { PlanDefinition, PricingDefinition } from './plan-definition.ts'
export type {
  Comparator,
  ConditionDefinition,
  PriceRule,
  PricesByProperty,
  Rates,
  TierDefinition,
  WalletGrantDefinition,
} from './price-rule.ts'
