import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../money/decimal.ts'
import { drawGrants, type WalletDemand } from './draw-grants.ts'
import { tallyWallet } from './tally-wallet.ts'
import { isUsableAt, type WalletGrant } from './wallet-grant.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`draw-grants.properties: TEST_SEED=${seed}\n`)

const DAYS = 31
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))
/** Millionths, so that nothing is round. */
const quantity = (least: number) =>
  fc
    .integer({ min: least, max: 40_000_000 })
    .map((number) => Decimal.fromInteger(number).dividedBy(Decimal.fromInteger(1_000_000)))

const someGrants = fc
  .array(
    fc.record({
      walletId: fc.constantFrom('one', 'two'),
      promotional: fc.boolean(),
      quantity: quantity(1),
      start: fc.integer({ min: 1, max: DAYS }),
      lasts: fc.option(fc.integer({ min: 1, max: DAYS })),
      created: fc.integer({ min: 1, max: DAYS }),
    }),
    { maxLength: 8 },
  )
  .map((grants) =>
    grants.map(
      ({ start, lasts, created, ...rest }, index): WalletGrant => ({
        ...rest,
        id: `grant-${index}`,
        drawn: Decimal.ZERO,
        startAt: day(start),
        expireAt: lasts === null ? null : day(start + lasts),
        createdAt: day(created),
      }),
    ),
  )

const someDemands = fc
  .array(fc.record({ from: fc.integer({ min: 1, max: DAYS }), quantity: quantity(0), owed: fc.boolean() }), {
    maxLength: 12,
  })
  .map((demands) =>
    demands
      .toSorted((left, right) => left.from - right.from)
      .map(
        ({ from, quantity: asked, owed }, index): WalletDemand => ({
          invoiceId: 'invoice',
          lineId: `line-${index}`,
          from: day(from),
          quantity: asked,
          overage: owed ? 'OWED' : 'BILLED',
        }),
      ),
  )

const check = <Value>(arbitrary: fc.Arbitrary<Value>, predicate: (value: Value) => void) =>
  fc.assert(fc.property(arbitrary, predicate), { seed, numRuns: 500 })

const sum = (parts: Iterable<{ readonly quantity: Decimal }>) =>
  String(Decimal.sum([...parts].map((part) => part.quantity)))

describe('drawing grants', () => {
  it('loses and invents nothing: granted = used + expired + left, at every instant', () => {
    check(fc.tuple(someGrants, someDemands, fc.integer({ min: 1, max: 2 * DAYS })), ([grants, demands, at]) => {
      const begun = grants.filter(({ startAt }) => startAt <= day(at))
      const asked = demands.filter(({ from }) => from <= day(at))
      const drawn = drawGrants(begun, asked)
      const { granted, used, expired, left, owed } = tallyWallet(begun, drawn, day(at), () => true)
      expect(String(granted)).toBe(sum(begun))
      expect(String(used)).toBe(sum(drawn.draws))
      expect(String(used.plus(expired).plus(left))).toBe(String(granted))
      for (const part of [used, expired, left, owed]) expect(part.isNegative()).toBe(false)
      const usable = begun.filter((grant) => isUsableAt(grant, day(at)))
      const usedOf = (grant: WalletGrant) => drawn.draws.filter(({ grantId }) => grantId === grant.id)
      expect(String(left)).toBe(
        sum(
          usable.map((grant) => ({
            quantity: grant.quantity.minus(Decimal.sum(usedOf(grant).map((one) => one.quantity))),
          })),
        ),
      )
    })
  })

  it('gives each demand what it asks for, by draws and overage together', () => {
    check(fc.tuple(someGrants, someDemands), ([grants, demands]) => {
      const { draws, overages } = drawGrants(grants, demands)
      for (const demand of demands) {
        const of = [...draws, ...overages].filter((part) => part.demand === demand)
        expect(sum(of)).toBe(String(demand.quantity))
        for (const part of of) expect(part.quantity.isPositive()).toBe(true)
      }
    })
  })

  it('draws no grant beyond its quantity, nor outside of its time', () => {
    check(fc.tuple(someGrants, someDemands), ([grants, demands]) => {
      const { draws } = drawGrants(grants, demands)
      for (const grant of grants) {
        const of = draws.filter(({ grantId }) => grantId === grant.id)
        expect(Decimal.sum(of.map((draw) => draw.quantity)).compare(grant.quantity)).toBeLessThanOrEqual(0)
        for (const { at } of of) expect(isUsableAt(grant, at)).toBe(true)
      }
    })
  })

  it('leaves nothing that could have been used: overage of an instant means that every usable grant is empty', () => {
    check(fc.tuple(someGrants, someDemands), ([grants, demands]) => {
      const { draws, overages } = drawGrants(grants, demands)
      for (const { demand } of overages) {
        for (const grant of grants.filter((one) => isUsableAt(one, demand.from))) {
          const by = draws.filter(({ grantId, at }) => grantId === grant.id && at <= demand.from)
          expect(sum(by)).toBe(String(grant.quantity))
        }
      }
    })
  })

  it('does the same in one run as in two, the first of which is settled before the second', () => {
    check(fc.tuple(someGrants, someDemands, fc.integer({ min: 1, max: DAYS })), ([grants, demands, at]) => {
      const together = drawGrants(grants, demands)
      const before = drawGrants(
        grants.filter(({ startAt }) => startAt < day(at)),
        demands.filter(({ from }) => from < day(at)),
      )
      const settled = grants.map((grant) => ({
        ...grant,
        drawn: Decimal.sum(before.draws.filter(({ grantId }) => grantId === grant.id).map((draw) => draw.quantity)),
      }))
      const debts = before.overages
        .filter(({ demand }) => demand.overage === 'OWED')
        .map(({ demand, quantity: owed }) => ({ ...demand, quantity: owed }))
      const after = drawGrants(settled, [...debts, ...demands.filter(({ from }) => from >= day(at))])
      for (const { id } of grants) {
        const of = ({ draws }: typeof together) => draws.filter(({ grantId }) => grantId === id)
        expect(sum([...of(before), ...of(after)])).toBe(sum(of(together)))
      }
      const billed = before.overages.filter(({ demand }) => demand.overage === 'BILLED')
      expect(sum([...billed, ...after.overages])).toBe(sum(together.overages))
    })
  })

  it('does not depend on the order in which grants are given', () => {
    check(fc.tuple(someGrants, someDemands), ([grants, demands]) => {
      expect(drawGrants(grants.toReversed(), demands)).toEqual(drawGrants(grants, demands))
    })
  })
})
