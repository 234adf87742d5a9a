import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { EntitlementsInvalidError } from '../src/errors/entitlements-invalid-error.ts'
import { JournalError } from '../src/errors/journal-error.ts'
import { StoreUnavailableError } from '../src/errors/store-unavailable-error.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { apiError } from './billing-stub.ts'
import { ask, granted, grants, type Setup, setUp, spent } from './setup.ts'

let setup: Setup
afterEach(() => setup.end())

describe('when something is away', () => {
  const away = { onUnavailable: 'deny', cache: { freshMs: 0, maxAgeMs: 1_000 } } as const

  it('denies by the stated policy when the billing API does not answer', async () => {
    setup = setUp()
    setup.stub.fault = () => new Error('ECONNREFUSED')
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({
      allowed: false,
      reason: 'entitlements_unavailable',
      retryAfterMs: 1_000,
    })
    expect(setup.events).toContainEqual(
      expect.objectContaining({ type: 'unavailable', policy: 'deny', part: 'billing_api' }),
    )
    setup.stub.fault = () => undefined
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: true })
  })
  it('allows by the stated policy, journals it, and counts it once the API is back', async () => {
    setup = setUp({ onUnavailable: 'allow' })
    setup.stub.fault = () => apiError(503, 'INTERNAL_ERROR')
    const decision = granted(await setup.entitlements.reserve(ask('r')))
    expect(decision).toMatchObject({ unchecked: true, budgets: [] })
    await decision.reservation.settle(spent(30, 40))
    expect(await setup.entitlements.counts()).toMatchObject({ pending: 2 })
    setup.stub.fault = () => undefined
    setup.clock.now += 1_001
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ used: 70 }])
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
  })
  it('decides by entitlements up to their greatest age during an outage, and tells how old they are', async () => {
    setup = setUp(away)
    await setup.entitlements.reserve(ask('r1'))
    setup.stub.fault = () => new Error('away')
    setup.clock.now += 1_000
    expect(await setup.entitlements.reserve(ask('r2'))).toMatchObject({ allowed: true, ageMs: 1_000 })
    setup.clock.now += 1_001
    expect(await setup.entitlements.reserve(ask('r3'))).toMatchObject({
      allowed: false,
      reason: 'entitlements_unavailable',
      ageMs: 2_001,
    })
  })
  it.each([401, 403])(
    'throws what is a mistake in the configuration (%i) instead of applying a policy',
    async (status) => {
      setup = setUp({ onUnavailable: 'allow' })
      setup.stub.fault = () => apiError(status, 'UNAUTHORISED')
      await expect(setup.entitlements.reserve(ask('r'))).rejects.toMatchObject({ name: 'BillingApiError', status })
    },
  )
  it.each(['deny', 'allow'] as const)(
    'answers by the policy (%s) when the store is away, and the journal keeps what is used',
    async (onUnavailable) => {
      const store = memoryStore()
      const gone = () => Promise.reject(new StoreUnavailableError({ message: 'no store' }))
      setup = setUp({
        onUnavailable,
        store: { ...store, reserve: gone, settle: gone, release: gone, keep: gone, close: () => Promise.resolve() },
      })
      const decision = await setup.entitlements.reserve(ask('r'))
      if (onUnavailable === 'deny')
        return expect(decision).toMatchObject({ allowed: false, reason: 'entitlements_unavailable' })
      expect(await granted(decision).reservation.settle(spent(1, 1))).toMatchObject({ outcome: 'settled', budgets: [] })
      await setup.entitlements.flush()
      expect(setup.stub.events.size).toBe(2)
    },
  )
  it('does not let a call go out that the journal could not record, and gives the hold back', async () => {
    const journal = memoryJournal()
    const broken = new JournalError({ message: 'disk full' })
    let full = true
    const intend = journal.intend.bind(journal)
    journal.intend = (intent) => (full ? Promise.reject(broken) : intend(intent))
    setup = setUp({ onUnavailable: 'allow', journal })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toBe(broken)
    expect((await setup.entitlements.usage('c')).budgets).toMatchObject([{ held: 0 }])
    full = false
    expect(await setup.entitlements.reserve(ask('r'))).toMatchObject({ allowed: true })
  })
  it('admits nothing when another process holds the journal’s file, and can still be closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallygate-locked-'))
    const path = join(folder, 'usage.db')
    const first = sqliteJournal({ path })
    await first.open()
    setup = setUp({ journal: sqliteJournal({ path }), onUnavailable: 'allow' })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toMatchObject({ code: 'JOURNAL_LOCKED', path })
    expect(await setup.entitlements.close()).toMatchObject({ drained: false })
    await first.close()
    await rm(folder, { recursive: true, force: true })
  })
  it('opens a journal that was away at the start with a later call', async () => {
    const journal = memoryJournal()
    let away = true
    journal.open = () => (away ? Promise.reject(new JournalError({ message: 'Redis is away.' })) : Promise.resolve())
    setup = setUp({ journal, onUnavailable: 'allow' })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toBeInstanceOf(JournalError)
    away = false
    granted(await setup.entitlements.reserve(ask('r')))
  })
  it('throws a typed error for entitlements that cannot be used, and names customer and feature', async () => {
    setup = setUp({ onUnavailable: 'allow' }, { entitlements: grants('a lot') })
    const error: unknown = await setup.entitlements.reserve(ask('r')).catch((thrown: unknown) => thrown)
    expect(EntitlementsInvalidError.isInstance(error) && [error.customer, error.feature]).toEqual([
      'c',
      'monthly_token_budget',
    ])
  })
  it('throws a typed error for an entitlement answer of 10 MB', async () => {
    const enums = Array.from({ length: 500_000 }, (_, index) => `model-of-20-bytes-${index}`)
    setup = setUp({}, { entitlements: [{ feature_reference: 'available_models', enums }] })
    await expect(setup.entitlements.reserve(ask('r'))).rejects.toSatisfy(EntitlementsInvalidError.isInstance)
  })
})
