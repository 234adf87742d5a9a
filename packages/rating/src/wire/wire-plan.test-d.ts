import type { Schema } from '@tallygate/client'
import { expectTypeOf, test } from 'vitest'
import type { CatalogProductItem, PricingCatalog, WireCalculation } from './wire-catalog.ts'
import type { WireSchedule, WireVersion } from './wire-plan.ts'

type Currency = Schema<'CurrencyCode'>

/**
 * A type of ours as the contract would have it: currencies are of its closed list. (Ours take any text: a currency that
 * cannot be billed is refused by name.)
 */
type AsContract<Type> = Type extends readonly (infer Entry)[]
  ? AsContract<Entry>[]
  : Type extends object
    ? {
        [Name in keyof Type]: Name extends 'currency' | 'fallback_currency'
          ? InCurrency<Type[Name]>
          : AsContract<Type[Name]>
      }
    : Type

type InCurrency<Type> = Type extends string ? Currency : Type

test('what the contract answers can be priced', () => {
  expectTypeOf<Schema<'PricingPlanVersion'>>().toExtend<WireVersion>()
  expectTypeOf<Schema<'PricingPlanSchedule'>>().toExtend<WireSchedule>()
  expectTypeOf<Schema<'MeterValueCalculation'>>().toExtend<WireCalculation>()
  expectTypeOf<Schema<'ProductItem'> & { id: string }>().toExtend<CatalogProductItem>()
  expectTypeOf<ReadonlyMap<string, Schema<'MeterValueCalculation'>>>().toExtend<PricingCatalog['calculations']>()
})

test('no member is read that the contract does not have, and no value that it does not have', () => {
  expectTypeOf<AsContract<WireVersion>>().toExtend<Schema<'PricingPlanVersion'>>()
  expectTypeOf<AsContract<WireSchedule>>().toExtend<Schema<'PricingPlanSchedule'>>()
  expectTypeOf<AsContract<WireCalculation>>().toExtend<Schema<'MeterValueCalculation'>>()
  expectTypeOf<keyof WireVersion>().toExtend<keyof Schema<'PricingPlanVersion'>>()
  expectTypeOf<keyof WireSchedule>().toExtend<keyof Schema<'PricingPlanSchedule'>>()
  expectTypeOf<keyof WireCalculation>().toExtend<keyof Schema<'MeterValueCalculation'>>()
  expectTypeOf<keyof CatalogProductItem>().toExtend<keyof Schema<'ProductItem'>>()
})
