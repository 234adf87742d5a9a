import type { Schema } from '@tallygate/client'
import { creditsUnit, Decimal, planInvoice, type WalletGrant } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  gatheredOf,
  type InvoiceContext,
  invoiceContext,
  JANUARY,
  linesOf,
  planInvoiceSegments,
  scheduleOf,
  type WireSegment,
} from '../../test/plans/plan-fixture.ts'
import { itemOf, tokens, versionOf } from '../../test/plans/pricing-fixture.ts'

const seed = Number(process.env['TEST_SEED'] ?? 20260131)
process.stdout.write(`plan-credits.properties: TEST_SEED=${seed}\n`)

const UNIT = creditsUnit('ctyp_1')
const PERIOD = { ...JANUARY, full: JANUARY }
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))

/** Prices in credits of every shape, one of which falls when more is used. */
const PRICES: Readonly<Record<string, Partial<Schema<'PricingItemConfig'>>>> = {
  flat: { type: 'FLAT', bands: [{ ...credits('0.7'), block_size: { number: '3' } }] },
  tiered: { type: 'TIERED', bands: [{ ...credits('2'), tier_top_bound: { number: '500' } }, credits('1')] },
  falling: { type: 'TOP_TIERED', bands: [{ ...credits('2'), tier_top_bound: { number: '500' } }, credits('1')] },
  steps: { type: 'STAIR_STEP', bands: [{ ...credits('9'), tier_top_bound: { number: '500' } }, credits('20')] },
  blocks: { type: 'FLAT_TOP_UP', bands: [{ ...credits('5'), block_size: { number: '400' } }] },
}

function credits(quantity: string): Schema<'PricingItemConfigBand'> {
  return { credits: { quantity, credit_type_id: 'ctyp_1' } }
}

const used = (number: number) => tokens(String(number), { model_id: 'gpt-4o' })

interface Month {
  readonly price: string
  /** Day and tokens of each event. */
  readonly events: readonly (readonly [day: number, tokens: number])[]
  readonly cuts: readonly number[]
  readonly grants: readonly WalletGrant[]
}

const months: fc.Arbitrary<Month> = fc.record({
  price: fc.constantFrom(...Object.keys(PRICES)),
  events: fc.array(fc.tuple(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 400 })), { maxLength: 8 }),
  cuts: fc.uniqueArray(fc.integer({ min: 2, max: 31 }), { maxLength: 5 }).map((cuts) => cuts.toSorted((a, b) => a - b)),
  grants: fc
    .array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 900 }),
        start: fc.integer({ min: 1, max: 31 }),
        days: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 4 },
    )
    .map((grants) =>
      grants.map(({ quantity, start, days }, index) => ({
        id: `wagr_${index}`,
        walletId: 'wall_1',
        promotional: index % 2 === 0,
        quantity: Decimal.fromInteger(quantity),
        drawn: Decimal.ZERO,
        startAt: day(start),
        expireAt: day(start + days),
        createdAt: day(start),
      })),
    ),
})

/** The month as it is gathered: cut where a grant starts or expires, and at the days given. */
function gathered({ price, events, cuts, grants }: Month): { context: InvoiceContext; segments: WireSegment[] } {
  const boundaries = grants.flatMap(({ startAt, expireAt }) => [startAt, expireAt ?? startAt])
  const instants = [...new Set([...cuts.map(day), ...boundaries].map((instant) => instant.getTime()))]
    .toSorted((left, right) => left - right)
    .map((instant) => new Date(instant))
    .filter((instant) => instant > JANUARY.start && instant < JANUARY.end)
  const before = (until: Date) => events.filter(([at]) => day(at) < until).map(([, tokens]) => used(tokens))
  return {
    context: {
      ...invoiceContext,
      wallet: { invoiceId: 'invo_1', grants: grants.map((grant) => ({ ...grant, unit: UNIT })), others: [] },
    },
    segments: [
      {
        ...JANUARY,
        version: versionOf(itemOf('proi_completion', { id: 'pico_1', ...PRICES[price] })),
        schedule: scheduleOf(),
        usage: events.map(([, tokens]) => used(tokens)),
        usageUntil: instants.map((until) => ({ until, usage: before(until) })),
      },
    ],
  }
}

const creditsOf = (context: InvoiceContext, segments: readonly WireSegment[]) =>
  planInvoice(gatheredOf(context, PERIOD, segments).input).credits

const check = (predicate: (month: Month) => void) => fc.assert(fc.property(months, predicate), { seed, numRuns: 300 })

describe('what an invoice takes out of wallets', () => {
  it('takes and leaves over exactly what the usage costs, whatever the price and however often the period is cut', () => {
    check((month) => {
      const { context, segments } = gathered(month)
      const { lines, drawn } = creditsOf(context, segments)
      const { draws = [], overages = [] } = drawn.get(UNIT) ?? {}
      const priced = Decimal.sum([...lines.values()].map((line) => line.priced))
      const taken = Decimal.sum([...draws, ...overages].map(({ quantity }) => quantity))
      expect(String(taken)).toBe(String(priced))
      for (const { quantity } of [...draws, ...overages]) expect(quantity.isPositive()).toBe(true)
    })
  })

  it('takes the same from a wallet that has enough for the whole period, however often the period is cut', () => {
    check((month) => {
      const [grant] = gathered({ ...month, grants: [{ ...ENOUGH }] }).context.wallet?.grants ?? []
      expect(grant).toBeDefined()
      const takenWith = (cuts: readonly number[]) => {
        const { context, segments } = gathered({ ...month, cuts, grants: [{ ...ENOUGH }] })
        return [...creditsOf(context, segments).lines.values()].map((line) => `${line.used} ${line.left}`)
      }
      expect(takenWith(month.cuts)).toEqual(takenWith([]))
    })
  })

  it('costs no money, and says on the line what it took', () => {
    check((month) => {
      const { context, segments } = gathered(month)
      const planned = planInvoiceSegments(context, PERIOD, segments)
      const { lines } = creditsOf(context, segments)
      expect(planned.amount_excluding_tax?.quantity).toBe('0.00')
      for (const line of linesOf(planned)) {
        const taken = lines.get(line.id ?? '')
        const shown = line.details?.wallet_balance_details
        expect(shown?.used_wallet_credits?.quantity).toBe(taken?.used.toString())
        expect(shown?.available_wallet_credits?.quantity).toBe(taken?.used.plus(taken.left).toString())
      }
    })
  })
})

const ENOUGH: WalletGrant = {
  id: 'wagr_enough',
  walletId: 'wall_1',
  promotional: false,
  quantity: Decimal.fromInteger(1_000_000),
  drawn: Decimal.ZERO,
  startAt: day(1),
  expireAt: null,
  createdAt: day(1),
}
