import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names are these', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "CatalogApplyError",
      "CatalogConflictError",
      "InvalidCatalogError",
      "apply",
      "defineCatalog",
      "formatChanges",
      "plan",
      "type AmountDefinition",
      "type ApplyOptions",
      "type CalculationDefinition",
      "type Catalog",
      "type CatalogChange",
      "type CatalogConflict",
      "type CatalogDefinition",
      "type CatalogKind",
      "type CatalogProblem",
      "type Comparator",
      "type ConditionDefinition",
      "type CreditTypeDefinition",
      "type Currency",
      "type Difference",
      "type FeatureDefinition",
      "type MeterDefinition",
      "type MeterPropertyDefinition",
      "type MeterValueDefinition",
      "type PeriodDefinition",
      "type PlanDefinition",
      "type PriceRule",
      "type PricesByProperty",
      "type PricingDefinition",
      "type ProductCategoryDefinition",
      "type ProductDefinition",
      "type ProductItemDefinition",
      "type Rates",
      "type TierDefinition",
      "type WalletGrantDefinition",
      "type WalletTypeDefinition",
    ]
  `)
  expect(exportedNames(new URL('./demo/index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "applyDemo",
      "demoCatalog",
      "demoCustomers",
      "type ApplyDemoOptions",
      "type DemoCustomer",
    ]
  `)
})
