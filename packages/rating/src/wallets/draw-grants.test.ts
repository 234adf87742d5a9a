import { describe, expect, it } from 'vitest'
import { Decimal } from '../money/decimal.ts'
import { drawGrants, type WalletDemand } from './draw-grants.ts'
import { balanceOf, tallyWallet } from './tally-wallet.ts'
import type { WalletGrant } from './wallet-grant.ts'

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))

const grant = (id: string, quantity: string, given: Partial<WalletGrant> = {}): WalletGrant => ({
  id,
  walletId: 'wallet',
  promotional: false,
  quantity: Decimal.parse(quantity),
  drawn: Decimal.ZERO,
  startAt: day(1),
  expireAt: null,
  createdAt: day(1),
  ...given,
})

const demand = (from: number, quantity: string, given: Partial<WalletDemand> = {}): WalletDemand => ({
  invoiceId: 'invoice',
  lineId: 'line',
  from: day(from),
  quantity: Decimal.parse(quantity),
  overage: 'BILLED',
  ...given,
})

/** `<grant> <day> <quantity>` for each draw, `over <quantity>` for each overage. */
function shown(grants: readonly WalletGrant[], demands: readonly WalletDemand[]): string[] {
  const { draws, overages } = drawGrants(grants, demands)
  return [
    ...draws.map(({ grantId, at, quantity }) => `${grantId} ${at.getUTCDate()} ${quantity}`),
    ...overages.map(({ quantity }) => `over ${quantity}`),
  ]
}

describe('drawGrants', () => {
  it.each<[string, WalletGrant[], WalletDemand[], string[]]>([
    ['takes nothing out of nothing', [], [], []],
    ['takes a demand from one grant', [grant('a', '10')], [demand(2, '4')], ['a 2 4']],
    ['runs dry in the middle of a demand', [grant('a', '10')], [demand(2, '30')], ['a 2 10', 'over 20']],
    ['is exact in fractions', [grant('a', '0.3')], [demand(2, '0.1'), demand(3, '0.2')], ['a 2 0.1', 'a 3 0.2']],
    [
      'uses the earliest expiry first, one without an expiry last',
      [grant('never', '5'), grant('late', '5', { expireAt: day(30) }), grant('soon', '5', { expireAt: day(9) })],
      [demand(2, '12')],
      ['soon 2 5', 'late 2 5', 'never 2 2'],
    ],
    [
      'of two that expire together uses the promotional one first, however old the paid one is',
      [grant('paid', '5'), grant('gift', '5', { promotional: true, createdAt: day(2) })],
      [demand(3, '7')],
      ['gift 3 5', 'paid 3 2'],
    ],
    [
      'of two of a kind uses the oldest first',
      [grant('young', '5', { createdAt: day(2) }), grant('old', '5')],
      [demand(3, '7')],
      ['old 3 5', 'young 3 2'],
    ],
    [
      'uses an earlier expiry before a gift that expires later',
      [grant('gift', '5', { promotional: true, expireAt: day(20) }), grant('paid', '5', { expireAt: day(10) })],
      [demand(3, '6')],
      ['paid 3 5', 'gift 3 1'],
    ],
    ['uses no grant before its start', [grant('a', '5', { startAt: day(5) })], [demand(4, '1')], ['over 1']],
    ['uses a grant from its first instant', [grant('a', '5', { startAt: day(5) })], [demand(5, '1')], ['a 5 1']],
    ['uses no grant from its expiry on', [grant('a', '5', { expireAt: day(5) })], [demand(5, '1')], ['over 1']],
    [
      'leaves what FINAL invoices have taken',
      [grant('a', '5', { drawn: Decimal.parse('4') })],
      [demand(2, '3')],
      ['a 2 1', 'over 2'],
    ],
    [
      'does not let a later grant cover what is billed',
      [grant('a', '5', { startAt: day(5) })],
      [demand(4, '2'), demand(6, '1')],
      ['a 6 1', 'over 2'],
    ],
    [
      'lets a later grant pay what is owed, before it serves anything else',
      [grant('a', '5', { startAt: day(5) })],
      [demand(4, '2', { overage: 'OWED' }), demand(5, '4')],
      ['a 5 2', 'a 5 3', 'over 1'],
    ],
    [
      'pays the oldest debt first',
      [grant('a', '3', { startAt: day(5) })],
      [demand(3, '2', { overage: 'OWED' }), demand(4, '2', { overage: 'OWED' })],
      ['a 5 2', 'a 5 1', 'over 1'],
    ],
  ])('%s', (_, grants, demands, want) => {
    expect(shown(grants, demands)).toEqual(want)
    expect(shown(grants.toReversed(), demands)).toEqual(want)
  })
})

describe('tallyWallet', () => {
  it('tells used from expired, and reserved from settled', () => {
    const grants = [
      grant('a', '100', { expireAt: day(10), drawn: Decimal.parse('30') }),
      grant('b', '50', { startAt: day(12) }),
    ]
    const drawn = drawGrants(grants, [demand(5, '20'), demand(12, '60', { overage: 'OWED' })])
    const tally = tallyWallet(grants, drawn, day(20), () => true)
    const shownTally = Object.fromEntries(Object.entries(tally).map(([name, value]) => [name, String(value)]))
    // 100 + 50 granted; 30 settled, then 20 and 50 used; 50 of the first expired; the last 10 found nothing.
    expect(shownTally).toEqual({ granted: '150', used: '100', expired: '50', left: '0', owed: '10', reserved: '80' })
  })

  it('answers a signed balance', () => {
    const grants = [grant('a', '100')]
    const balance = (quantity: string) => {
      const drawn = drawGrants(grants, [demand(2, quantity, { overage: 'OWED' })])
      return Object.values(balanceOf(tallyWallet(grants, drawn, day(20), () => true))).map(String)
    }
    expect(balance('12.5')).toEqual(['100', '12.5', '87.5'])
    expect(balance('130')).toEqual(['100', '130', '-30'])
  })
})
