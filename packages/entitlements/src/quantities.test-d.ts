import { expectTypeOf } from 'vitest'
import type {
  AttemptUsage,
  EntitlementsOptions,
  QuantityOptions,
  RefusedUsage,
  Reservation,
  ReserveRequest,
  Usage,
} from './index.ts'

declare const reservation: Reservation

void reservation.settle({ model: 'm', promptTokens: 1, completionTokens: 2, source: 'provider' })
void reservation.settle({ quantities: { images: 1 }, source: 'provider' })
// @ts-expect-error both totals are required
void reservation.settle({ model: 'm', promptTokens: 1, source: 'provider' })
// @ts-expect-error an attempt without tokens has something else
void reservation.settle({ model: 'm', source: 'provider' })
// @ts-expect-error pools are inside of totals
void reservation.settle({ quantities: { images: 1 }, details: { cachedPromptTokens: 1 }, source: 'provider' })
// @ts-expect-error a recovered usage is made by the package alone
void reservation.settle({ quantities: { images: 1 }, source: 'recovered' })

expectTypeOf<EntitlementsOptions['quantities']>().toEqualTypeOf<QuantityOptions | undefined>()
expectTypeOf<ReserveRequest['properties']>().toEqualTypeOf<Readonly<Record<string, string>> | undefined>()
expectTypeOf<RefusedUsage['quantity']>().toEqualTypeOf<number>()
expectTypeOf<AttemptUsage['promptTokens']>().toEqualTypeOf<number>()
expectTypeOf<AttemptUsage['source']>().toEqualTypeOf<Usage['source']>()

const quantities: QuantityOptions = { images: { meter: 'images', value: 'image_count' }, completionTokens: null }
expectTypeOf(quantities).toExtend<NonNullable<EntitlementsOptions['quantities']>>()
// @ts-expect-error a meter is named by its reference
const wrong: QuantityOptions = { images: { value: 'image_count' } }
expectTypeOf(wrong).not.toBeAny()
