import type { Schema } from '@tallygate/client'

/** A currency code of ISO 4217 that the API knows. */
export type Currency = NonNullable<Schema<'CurrencyCode'>>

/** A key of an object, as text. */
export type KeyOf<T> = Extract<keyof T, string>

/** Definitions by their reference: the key is the `reference` in the billing API. */
export type ByReference<T> = { readonly [reference: string]: T }

/** A number that every usage event of a meter carries. */
export interface MeterValueDefinition {
  readonly name: string
  readonly description?: string
  /** `NUMBER`: a quantity. `AMOUNT`: money. Cannot change once the value exists. */
  readonly type: 'NUMBER' | 'AMOUNT'
}

/** Something that events of a meter are told apart by, such as the model. */
export interface MeterPropertyDefinition {
  readonly name: string
  readonly description?: string
  /** Cannot change once the property exists. */
  readonly type: 'STRING' | 'NUMBER' | 'ENUM'
  /** All that an `ENUM` may hold. Values can be added later, never taken away. */
  readonly values?: readonly string[]
}

/**
 * One kind of usage. Each event carries every value and every property that is listed; the optional properties are
 * those that it may carry.
 */
export interface MeterDefinition<Value extends string = string, Property extends string = string> {
  readonly name: string
  readonly description?: string
  readonly values: readonly Value[]
  readonly properties: readonly Property[]
  /** Default: none. An event with a property that its meter does not list is refused. */
  readonly optionalProperties?: readonly Property[]
}

/** The calculation that makes one number of a meter's events in a billing period. Nothing but its name can change. */
export interface CalculationDefinition<
  Meter extends string = string,
  Value extends string = string,
  Property extends string = string,
> {
  readonly name?: string
  readonly description?: string
  readonly type: 'SUM' | 'MAX' | 'MIN' | 'AVERAGE' | 'UNIQUE'
  readonly meter: Meter
  /** The value to calculate with. */
  readonly value?: Value
  /** The property whose different values `UNIQUE` counts. */
  readonly property?: Property
  /** Carry the result over into the next period. Default: false. */
  readonly persist?: boolean
}

/** A feature that a plan can grant. */
export interface FeatureDefinition<Calculation extends string = string> {
  readonly name?: string
  readonly description?: string
  /** Cannot change once the feature exists. */
  readonly type: 'SWITCH' | 'NUMBER' | 'ENUM' | 'AMOUNT' | 'STRING'
  /** All that an `ENUM` may grant. */
  readonly values?: readonly string[]
  /** The usage that a limit of this feature is about. */
  readonly calculation?: Calculation
}

export interface ProductCategoryDefinition {
  readonly name: string
  readonly description?: string
}

/** A unit that is bought in advance, and that usage is priced in. */
export interface CreditTypeDefinition {
  readonly name: string
  readonly description?: string
  /** The name of one unit on invoices. */
  readonly unit?: { readonly singular: string; readonly plural?: string }
}

/** A type of wallet: a customer's credits of one type. */
export interface WalletTypeDefinition<Credit extends string = string> {
  readonly name: string
  /** The credits that wallets of this type hold. Cannot change once the type exists. */
  readonly credits: Credit
}

export interface ProductItemDefinition<Calculation extends string = string, Credit extends string = string> {
  readonly name: string
  readonly description?: string
  /**
   * Default: `USAGE_BASED`. `CREDITS` sells the credits that a wallet does not have. Cannot change once the item
   * exists.
   */
  readonly model?: 'USAGE_BASED' | 'RECURRING' | 'ONE_OFF' | 'PER_SEAT' | 'CREDITS'
  /** The usage that a `USAGE_BASED` item bills. Cannot change once the item exists. */
  readonly calculation?: Calculation
  /** The credits that a `CREDITS` item sells. Cannot change once the item exists. */
  readonly credits?: Credit
  /** The name of one unit on invoices. */
  readonly unit?: { readonly singular: string; readonly plural?: string }
}

export interface ProductDefinition<
  Category extends string = string,
  Calculation extends string = string,
  Feature extends string = string,
  Credit extends string = string,
> {
  readonly name: string
  readonly description?: string
  readonly category: Category
  /** Default: `DEFAULT`. Cannot change once the product exists. */
  readonly type?: 'DEFAULT' | 'ADDON'
  /** The features that come with the product. */
  readonly features?: readonly Feature[]
  /** The items that are billed: each one is a line of the invoice. */
  readonly items: ByReference<ProductItemDefinition<Calculation, Credit>>
}

/** An amount of money: decimal text in the currency's major unit. */
export interface AmountDefinition {
  readonly quantity: string
  readonly currency: Currency
}

/** The value of an entitlement to a feature. */
export type EntitlementValue<Feature> = Feature extends { readonly type: infer Type }
  ? Type extends 'SWITCH'
    ? boolean
    : Type extends 'NUMBER'
      ? number | string
      : Type extends 'AMOUNT'
        ? AmountDefinition
        : Type extends 'ENUM'
          ? readonly (Feature extends { readonly values: readonly (infer Value)[] } ? Value : string)[]
          : readonly string[] | string
  : never

/** A length of calendar time. */
export interface PeriodDefinition {
  readonly type: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
  readonly value: number
}
