import type { PriceModel } from '../plan/pricing-rule.ts'
import type { Band, Charge, Volume } from './band.ts'
import { chargeFixed } from './fixed.ts'
import { chargeFlat } from './flat.ts'
import { chargeFlatTopUp } from './flat-top-up.ts'
import { chargeFlexible } from './flexible.ts'
import { chargeNone } from './none.ts'
import { chargePassThrough } from './pass-through.ts'
import { chargeStairStep } from './stair-step.ts'
import { chargeStairStepTopUp } from './stair-step-top-up.ts'
import { chargeTiered } from './tiered.ts'
import { chargeTieredTopUp } from './tiered-top-up.ts'
import { chargeTopTiered } from './top-tiered.ts'

/** The price of a volume under a price model, not rounded. */
export function chargeVolume(model: PriceModel, volume: Volume, bands: readonly Band[]): Charge {
  switch (model) {
    case 'FLAT':
      return chargeFlat(volume, bands)
    case 'TIERED':
      return chargeTiered(volume, bands)
    case 'TOP_TIERED':
      return chargeTopTiered(volume, bands)
    case 'STAIR_STEP':
      return chargeStairStep(volume, bands)
    case 'FLAT_TOP_UP':
      return chargeFlatTopUp(volume, bands)
    case 'TIERED_TOP_UP':
      return chargeTieredTopUp(volume, bands)
    case 'STAIR_STEP_TOP_UP':
      return chargeStairStepTopUp(volume, bands)
    case 'FIXED':
      return chargeFixed(bands)
    case 'PASS_THROUGH':
      return chargePassThrough(volume, bands)
    case 'FLEXIBLE':
      return chargeFlexible(volume.quantity, bands)
    case 'NONE':
      return chargeNone()
  }
}
