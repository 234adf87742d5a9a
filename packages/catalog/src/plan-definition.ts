import type {
  ByReference,
  Currency,
  EntitlementValue,
  FeatureDefinition,
  KeyOf,
  PeriodDefinition,
} from './catalog-definition.ts'
import type { Rates } from './price-rule.ts'

/** The prices of a plan for one product, and its grants with it. */
export interface PricingDefinition<
  Items,
  Features,
  Property extends string,
  Credit extends string = string,
  Wallet extends string = string,
> {
  /** Default: the product's name. */
  readonly name?: string
  /** Prices by product item. */
  readonly rates: { readonly [Item in KeyOf<Items>]?: Rates<Property, Credit, Wallet> }
  /** Entitlements by feature. A feature that is left out is not granted, which is not the same as a limit of 0. */
  readonly entitlements?: { readonly [Feature in KeyOf<Features>]?: EntitlementValue<Features[Feature]> }
}

/**
 * A pricing plan. Its prices and entitlements live in versions: `apply` makes the first one, and the next one whenever
 * they differ from the newest ACTIVE version.
 */
export interface PlanDefinition<
  Products,
  Features,
  Property extends string,
  Credit extends string = string,
  Wallet extends string = string,
> {
  readonly name: string
  readonly description?: string
  /** Currency of every price, ISO 4217. */
  readonly currency: Currency
  /** Billing periods that a subscription can choose. Default: one month. */
  readonly billingPeriods?: readonly PeriodDefinition[]
  /** Reference of the one customer that the plan is for. Default: everybody. */
  readonly customer?: string
  /** Prices and entitlements by product. */
  readonly pricings: {
    readonly [Product in KeyOf<Products>]?: Products[Product] extends { readonly items: infer Items }
      ? PricingDefinition<Items, Features, Property, Credit, Wallet>
      : never
  }
}

/** A plan of any catalog. */
export interface AnyPlanDefinition {
  readonly name: string
  readonly description?: string
  readonly currency: Currency
  readonly billingPeriods?: readonly PeriodDefinition[]
  readonly customer?: string
  readonly pricings: ByReference<AnyPricingDefinition | undefined>
}

/** A pricing of any catalog. */
export interface AnyPricingDefinition {
  readonly name?: string
  readonly rates: ByReference<Rates | undefined>
  readonly entitlements?: ByReference<AnyEntitlementValue | undefined>
}

/** An entitlement to a feature of any type. */
export type AnyEntitlementValue = EntitlementValue<FeatureDefinition>
