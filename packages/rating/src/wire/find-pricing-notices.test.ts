import { describe, expect, it } from 'vitest'
import { catalogFixture, itemOf, perThousand, proVersion, usd, versionOf } from '../../test/plan-fixture.ts'
import { findPricingNotices } from './find-pricing-notices.ts'
import type { WireVersion } from './wire-plan.ts'

const ITEM = 'pricing_categories.0.pricings.0.items.0'
const onlyOne = perThousand('pico_1', '1', 'gpt-4o')

describe('findPricingNotices', () => {
  it.each<[string, WireVersion, string[]]>([
    ['says nothing of a plan with a default rate', proVersion, []],
    ['says where there is none', versionOf(itemOf('proi_completion', onlyOne)), [`${ITEM}.configs`]],
    [
      'looks at each currency',
      versionOf({
        ...itemOf('proi_completion', perThousand('pico_1', '1')),
        pricing_currency_configs: [{ currency: 'EUR', configs: [onlyOne] }],
      }),
      [`${ITEM}.pricing_currency_configs.0.configs`],
    ],
    ['says nothing of an item without rules', versionOf(itemOf('proi_completion')), []],
    [
      'says nothing of fees',
      versionOf(itemOf('proi_platform', { id: 'pico_1', type: 'FIXED', bands: [{ amount: usd('1') }] })),
      [],
    ],
  ])('%s', (_, version, want) => {
    expect(findPricingNotices(version, catalogFixture).map(({ field }) => field)).toEqual(want)
  })
})
