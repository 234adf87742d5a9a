import type {
  ByReference,
  CalculationDefinition,
  CreditTypeDefinition,
  FeatureDefinition,
  MeterDefinition,
  MeterPropertyDefinition,
  MeterValueDefinition,
  ProductCategoryDefinition,
  ProductDefinition,
  WalletTypeDefinition,
} from './catalog-definition.ts'
import type { AnyPlanDefinition } from './plan-definition.ts'

/** A catalog that `defineCatalog` has checked: everything it refers to exists. Frozen. */
export interface Catalog {
  readonly meterValues: ByReference<MeterValueDefinition>
  readonly meterProperties: ByReference<MeterPropertyDefinition>
  readonly meters: ByReference<MeterDefinition>
  readonly calculations: ByReference<CalculationDefinition>
  readonly features: ByReference<FeatureDefinition>
  readonly creditTypes: ByReference<CreditTypeDefinition>
  readonly walletTypes: ByReference<WalletTypeDefinition>
  readonly productCategories: ByReference<ProductCategoryDefinition>
  readonly products: ByReference<ProductDefinition>
  readonly plans: ByReference<AnyPlanDefinition>
}
