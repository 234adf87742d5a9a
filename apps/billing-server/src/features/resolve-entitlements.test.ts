import type { Schema } from '@tallygate/client'
import { PricingError } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EntitledFeature, resolveEntitlements } from './resolve-entitlements.ts'

const features = new Map<string, EntitledFeature>([
  ['feat_budget', { reference: 'monthly_token_budget', type: 'NUMBER' }],
  ['feat_models', { reference: 'available_models', type: 'ENUM' }],
  ['feat_queue', { reference: 'priority_queue', type: 'SWITCH' }],
  ['feat_spend', { reference: 'spend_limit', type: 'AMOUNT' }],
  ['feat_regions', { reference: 'regions', type: 'STRING' }],
])

const budget = (number: string): Schema<'Entitlement'> => ({ feature_id: 'feat_budget', number })
const model = (name: string): Schema<'Entitlement'> => ({ feature_id: 'feat_models', enum: name })
const queue = (on: boolean): Schema<'Entitlement'> => ({ feature_id: 'feat_queue', switch: on })

function subscription(plan: Schema<'Entitlement'>[], schedule: Schema<'Entitlement'>[] = [], id = 'ppsu_1') {
  return { id, planEntitlements: plan, scheduleEntitlements: schedule }
}

const grantedValue = (item: Schema<'EntitlementSummaryItem'>) =>
  item.number ?? item.switch ?? item.amount ?? item.enums ?? item.strings

describe('resolveEntitlements', () => {
  it('answers in the read shape: plural enums and strings, one member for each type', () => {
    const plan: Schema<'Entitlement'>[] = [
      budget('1000000'),
      model('gpt-4o'),
      model('gpt-4o-mini'),
      queue(true),
      { feature_reference: 'spend_limit', amount: { quantity: '50.00', currency: 'USD' } },
      { feature_reference: 'regions', string: 'eu' },
    ]
    const entitlements = [
      { feature_reference: 'monthly_token_budget', feature_id: 'feat_budget', number: '1000000' },
      { feature_reference: 'available_models', feature_id: 'feat_models', enums: ['gpt-4o', 'gpt-4o-mini'] },
      { feature_reference: 'priority_queue', feature_id: 'feat_queue', switch: true },
      { feature_reference: 'spend_limit', feature_id: 'feat_spend', amount: { quantity: '50', currency: 'USD' } },
      { feature_reference: 'regions', feature_id: 'feat_regions', strings: ['eu'] },
    ]
    expect(resolveEntitlements({ subscriptions: [subscription(plan)], features })).toEqual({
      entitlements,
      pricing_plan_subscription_entitlements: [{ pricing_plan_subscription_id: 'ppsu_1', entitlements }],
    })
  })

  it.each<[string, Parameters<typeof resolveEntitlements>[0]['subscriptions'], unknown[]]>([
    ['nobody grants anything', [], []],
    ['a budget of zero is not a missing one', [subscription([budget('0')])], ['0']],
    ['numbers of several pricings add up', [subscription([budget('1000000'), budget('500000')])], ['1500000']],
    ['a schedule adds to its plan', [subscription([budget('1000000')], [budget('1')])], ['1000001']],
    [
      'a schedule overrides its plan',
      [subscription([budget('1000000'), queue(false)], [{ ...budget('5'), override: true }])],
      ['5', false],
    ],
    ['overwrite means the same', [subscription([budget('1000000')], [{ ...budget('5'), overwrite: true }])], ['5']],
    [
      'an override of several values replaces the list',
      [
        subscription(
          [model('a'), model('b')],
          [
            { ...model('c'), override: true },
            { ...model('d'), override: true },
          ],
        ),
      ],
      [['c', 'd']],
    ],
    ['an override on a plan means nothing', [subscription([budget('7'), { ...budget('5'), override: true }])], ['12']],
    [
      'subscriptions add up, and an override stays inside its own',
      [subscription([budget('10')], [{ ...budget('3'), override: true }]), subscription([budget('4')], [], 'ppsu_2')],
      ['7'],
    ],
    ['one switch is enough', [subscription([queue(false)]), subscription([queue(true)], [], 'ppsu_2')], [true]],
    [
      'lists are united once',
      [subscription([model('a'), model('b')]), subscription([model('b'), model('c')], [], 'ppsu_2')],
      [['a', 'b', 'c']],
    ],
  ])('%s', (_, subscriptions, want) => {
    expect(resolveEntitlements({ subscriptions, features }).entitlements?.map(grantedValue)).toEqual(want)
  })

  it('answers for each subscription apart', () => {
    const subscriptions = [subscription([budget('10')]), subscription([budget('4')], [], 'ppsu_2')]
    const { pricing_plan_subscription_entitlements: each } = resolveEntitlements({ subscriptions, features })
    expect(
      each?.map((summary) => [summary.pricing_plan_subscription_id, summary.entitlements?.map(grantedValue)]),
    ).toEqual([
      ['ppsu_1', ['10']],
      ['ppsu_2', ['4']],
    ])
  })

  it('says which entitlements a schedule put in the place of the plan', () => {
    const subscriptions = [subscription([budget('10')], [{ ...budget('4'), override: true }])]
    expect(resolveEntitlements({ subscriptions, features }).entitlements).toEqual([
      { feature_reference: 'monthly_token_budget', feature_id: 'feat_budget', override: true, number: '4' },
    ])
  })

  it('says so too where only one of several values of the schedule does', () => {
    const subscriptions = [subscription([budget('10')], [budget('1'), { ...budget('4'), override: true }])]
    expect(resolveEntitlements({ subscriptions, features }).entitlements).toMatchObject([
      { override: true, number: '5' },
    ])
  })

  it.each<[string, Schema<'Entitlement'>, string]>([
    ['a feature that does not exist', { feature_id: 'feat_x', number: '1' }, 'UNKNOWN_RESOURCE'],
    ['no value of the type', { feature_id: 'feat_budget', switch: true }, 'INVALID_RULE'],
    ['text that is no number', budget('many'), 'INVALID_DECIMAL'],
  ])('refuses %s', (_, entitlement, code) => {
    const run = () => resolveEntitlements({ subscriptions: [subscription([entitlement])], features })
    expect(run).toThrow(expect.objectContaining({ code }))
    expect(run).toThrow(PricingError)
  })

  it('puts amounts of different currencies beside each other, and adds up those of one', () => {
    const limit = (quantity: string, currency: 'USD' | 'EUR'): Schema<'Entitlement'> => ({
      feature_id: 'feat_spend',
      amount: { quantity, currency },
    })
    const subscriptions = [
      subscription([limit('1', 'USD'), limit('2', 'EUR')], [], 'ppsu_1'),
      subscription([limit('10', 'EUR')], [], 'ppsu_2'),
    ]
    const { entitlements } = resolveEntitlements({ subscriptions, features })
    expect(entitlements?.map(({ feature_reference, amount }) => [feature_reference, amount])).toEqual([
      ['spend_limit', { quantity: '1', currency: 'USD' }],
      ['spend_limit', { quantity: '12', currency: 'EUR' }],
    ])
  })
})

describe('the merge', () => {
  /** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
  const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 100 }
  const granted = fc.oneof(
    fc.nat().map((number) => budget(String(number))),
    fc.constantFrom('a', 'b', 'c').map(model),
    fc.boolean().map(queue),
  )
  const grants = fc.array(granted, { maxLength: 5 })

  const merged = (subscriptions: ReturnType<typeof subscription>[]) =>
    (resolveEntitlements({ subscriptions, features }).entitlements ?? [])
      .map((item) => [item.feature_reference, item.enums?.toSorted() ?? grantedValue(item)])
      .toSorted()

  it('does not depend on the order of subscriptions, nor on how grants are spread over them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(grants, grants), { maxLength: 4 }), (all) => {
        const apart = all.map(([plan, schedule], index) => subscription(plan, schedule, `ppsu_${index}`))
        const together = [
          subscription(
            all.flatMap(([plan]) => plan),
            all.flatMap(([, schedule]) => schedule),
          ),
        ]
        expect(merged(apart.toReversed())).toEqual(merged(apart))
        expect(merged(together)).toEqual(merged(apart))
      }),
      PARAMETERS,
    )
  })
})
