import type { Catalog } from './catalog.ts'
import type {
  ByReference,
  CalculationDefinition,
  CreditTypeDefinition,
  FeatureDefinition,
  KeyOf,
  MeterDefinition,
  MeterPropertyDefinition,
  MeterValueDefinition,
  ProductCategoryDefinition,
  ProductDefinition,
  WalletTypeDefinition,
} from './catalog-definition.ts'
import { InvalidCatalogError } from './invalid-catalog-error.ts'
import type { PlanDefinition } from './plan-definition.ts'
import { catalogProblems } from './validation/catalog-problems.ts'

/**
 * The catalog that `defineCatalog` takes. Every section may be left out; the keys are the references in the billing
 * API.
 */
export interface CatalogDefinition<
  MeterValues,
  MeterProperties,
  Meters,
  Calculations,
  Features,
  Categories,
  Products,
  CreditTypes = ByReference<CreditTypeDefinition>,
  WalletTypes = ByReference<WalletTypeDefinition>,
> {
  readonly meterValues?: MeterValues
  readonly meterProperties?: MeterProperties
  readonly meters?: Meters
  readonly calculations?: Calculations
  readonly features?: Features
  readonly creditTypes?: CreditTypes
  readonly walletTypes?: WalletTypes
  readonly productCategories?: Categories
  readonly products?: Products
  readonly plans?: ByReference<
    PlanDefinition<Products, Features, KeyOf<MeterProperties>, KeyOf<CreditTypes>, KeyOf<WalletTypes>>
  >
}

/**
 * Checks a catalog and gives it back, frozen. A reference to a meter, feature, item or the like that the catalog does
 * not define is a compile error; what types cannot see is an `InvalidCatalogError` with the path of every problem.
 *
 * @throws InvalidCatalogError
 *
 * @example
 * const catalog = defineCatalog({
 *   meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
 *   meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
 *   meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
 * })
 */
export function defineCatalog<
  const MeterValues extends ByReference<MeterValueDefinition> = Record<never, never>,
  const MeterProperties extends ByReference<MeterPropertyDefinition> = Record<never, never>,
  const Meters extends ByReference<MeterDefinition<KeyOf<MeterValues>, KeyOf<MeterProperties>>> = Record<never, never>,
  const Calculations extends ByReference<
    CalculationDefinition<KeyOf<Meters>, KeyOf<MeterValues>, KeyOf<MeterProperties>>
  > = Record<never, never>,
  const Features extends ByReference<FeatureDefinition<KeyOf<Calculations>>> = Record<never, never>,
  const Categories extends ByReference<ProductCategoryDefinition> = Record<never, never>,
  const Products extends ByReference<
    ProductDefinition<KeyOf<Categories>, KeyOf<Calculations>, KeyOf<Features>, KeyOf<CreditTypes>>
  > = Record<never, never>,
  const CreditTypes extends ByReference<CreditTypeDefinition> = Record<never, never>,
  const WalletTypes extends ByReference<WalletTypeDefinition<KeyOf<CreditTypes>>> = Record<never, never>,
>(
  definition: CatalogDefinition<
    MeterValues,
    MeterProperties,
    Meters,
    Calculations,
    Features,
    Categories,
    Products,
    CreditTypes,
    WalletTypes
  >,
): Catalog {
  const problems = catalogProblems(definition)
  if (problems.length > 0) throw new InvalidCatalogError(problems)
  const catalog: Catalog = {
    meterValues: {},
    meterProperties: {},
    meters: {},
    calculations: {},
    features: {},
    creditTypes: {},
    walletTypes: {},
    productCategories: {},
    products: {},
    plans: {},
    ...structuredClone(definition),
  }
  return freeze(catalog)
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const member of Object.values(value)) freeze(member)
  return Object.freeze(value)
}
