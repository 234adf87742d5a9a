import { afterEach, describe, expect, it } from 'vitest'
import { apiError } from '../../test/billing-stub.ts'
import { ask, granted, type Setup, setUp, spent } from '../../test/setup.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import type { Journal } from '../journal/journal.ts'
import { memoryJournal } from '../journal/memory-journal.ts'
import { type AuditReport, auditPeriod } from './audit-period.ts'

let setup: Setup
let journal: Journal
afterEach(() => setup.end())

const from = new Date('2030-01-01T00:00:00Z')
const to = new Date('2030-02-01T00:00:00Z')
const audit = (journals: readonly Journal[] = [journal]): Promise<AuditReport> =>
  auditPeriod({ client: setup.stub.client(), journals, customer: 'c', from, to })

async function start(): Promise<void> {
  journal = memoryJournal()
  setup = setUp({ journal })
}

async function settle(requestId: string): Promise<void> {
  await granted(await setup.entitlements.reserve(ask(requestId))).reservation.settle(spent(3, 4))
}

describe('auditPeriod', () => {
  it('is clean when every event is acknowledged and the billing API has it', async () => {
    await start()
    await settle('r1')
    await granted(await setup.entitlements.reserve(ask('r2'))).reservation.release('not called')
    await setup.entitlements.flush()
    expect(await audit()).toEqual({
      customer: 'c',
      from,
      to,
      attempts: { open: 0, unsettled: 0, settled: 1, released: 1 },
      events: { pending: 0, postponed: 0, delivered: 2, rejected: 0, duplicates: 0 },
      quantities: {
        prompt_tokens: { settled: 3, acknowledged: 3, billing: 3, unbilled: 0 },
        completion_tokens: { settled: 4, acknowledged: 4, billing: 4, unbilled: 0 },
      },
      differences: [],
      unsettled: [],
      clean: true,
    })
  })
  it('names what waits, what was refused and why', async () => {
    await start()
    setup.stub.fault = ({ method, body }) => {
      if (method !== 'POST') return undefined
      return JSON.stringify(body).includes('r1:1:prompt') ? apiError(400, 'METER_VALUE_NOT_FOUND') : undefined
    }
    await settle('r1')
    await setup.entitlements.flush().catch(() => undefined)
    setup.stub.fault = ({ method }) => (method === 'POST' ? new Error('away') : undefined)
    await settle('r2')
    const report = await audit()
    expect(report).toMatchObject({ clean: false, events: { pending: 2, delivered: 1, rejected: 1 } })
    expect(report.differences).toMatchObject([
      {
        reference: 'c:r1:1:prompt_tokens',
        kind: 'rejected',
        journalQuantity: 3,
        error: expect.stringContaining('METER_VALUE_NOT_FOUND'),
      },
      { reference: 'c:r2:1:prompt_tokens', kind: 'not_delivered' },
      { reference: 'c:r2:1:completion_tokens', kind: 'not_delivered' },
    ])
  })
  it('finds what the billing API lost, has otherwise, or has beside the journal', async () => {
    await start()
    for (const id of ['r1', 'r2', 'r3']) await settle(id)
    await setup.entitlements.flush()
    const { events } = setup.stub
    events.delete('c:r1:1:prompt_tokens')
    const other = events.get('c:r2:1:completion_tokens')
    if (other !== undefined) events.set(other.reference, { ...other, tokens: 40 })
    if (other !== undefined) events.set('foreign', { ...other, reference: 'foreign' })
    expect((await audit()).differences).toEqual([
      { reference: 'c:r1:1:prompt_tokens', meter: 'prompt_tokens', kind: 'lost', journalQuantity: 3 },
      {
        reference: 'c:r2:1:completion_tokens',
        meter: 'completion_tokens',
        kind: 'other_quantity',
        journalQuantity: 4,
        billingQuantity: 40,
      },
      { reference: 'foreign', meter: 'completion_tokens', kind: 'not_in_journal', billingQuantity: 4 },
    ])
  })
  it('names what is postponed, and what no invoice bills', async () => {
    await start()
    setup.stub.process = ({ meter }) =>
      meter === 'prompt_tokens' ? { type: 'NOT_MATCHED', not_matched: { variant: 'NO_PRICING' } } : { type: 'DEFAULT' }
    setup.stub.fault = ({ method, body }) =>
      method === 'POST' && JSON.stringify(body).includes('r1:1:completion')
        ? apiError(400, 'INVALID_OPERATION')
        : undefined
    await settle('r1')
    await setup.entitlements.flush().catch(() => undefined)
    expect(await audit()).toMatchObject({
      clean: false,
      events: { delivered: 1, postponed: 1 },
      quantities: { prompt_tokens: { billing: 3, unbilled: 3 } },
      differences: [
        { reference: 'c:r1:1:prompt_tokens', kind: 'no_pricing', journalQuantity: 3, billingQuantity: 3 },
        {
          reference: 'c:r1:1:completion_tokens',
          kind: 'postponed',
          error: expect.stringContaining('INVALID_OPERATION'),
        },
      ],
    })
  })
  it('is not clean while an attempt is unsettled', async () => {
    await start()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    await reservation.settle({ ...spent(1, 1), source: 'estimate' })
    expect(await audit()).toMatchObject({
      clean: false,
      differences: [],
      unsettled: [{ id: 'c:r:1', model: 'gpt-4o-mini', heldTokens: 100 }],
    })
  })
  it('joins several journals, and leaves out what lies outside of the period', async () => {
    await start()
    await settle('r')
    const other = memoryJournal()
    const second = setUp({ journal: other })
    second.clock.now = to.getTime()
    await granted(await second.entitlements.reserve(ask('later'))).reservation.settle(spent(1, 1))
    await Promise.all([setup.entitlements.flush(), second.end()])
    expect(await audit([journal, other])).toMatchObject({ clean: true, attempts: { settled: 1 } })
  })
  it('refuses a period that ends before it begins', async () => {
    await start()
    const turned = auditPeriod({ client: setup.stub.client(), journals: [], customer: 'c', from: to, to: from })
    await expect(turned).rejects.toSatisfy(InvalidOptionError.isInstance)
  })
})
