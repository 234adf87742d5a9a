import { afterEach, describe, expect, it } from 'vitest'
import { apiError, json, type StubEvent } from '../../test/billing-stub.ts'
import { ask, granted, type Setup, setUp, spent } from '../../test/setup.ts'
import { EntitlementsClosedError } from '../errors/entitlements-closed-error.ts'
import { FlushIncompleteError } from '../errors/flush-incomplete-error.ts'
import { memoryJournal } from '../journal/memory-journal.ts'

let setup: Setup
afterEach(() => setup.end())

describe('delivery', () => {
  it('delivers each event once whatever is lost on the way', async () => {
    setup = setUp()
    let calls = 0
    setup.stub.fault = ({ method }) => {
      if (method !== 'POST') return undefined
      calls += 1
      return calls % 3 === 0 ? apiError(500, 'INTERNAL_ERROR') : calls % 3 === 1 ? 'lost' : undefined
    }
    for (let i = 0; i < 10; i += 1)
      await granted(await setup.entitlements.reserve(ask(`r${i}`))).reservation.settle(spent(1, 2))
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(20)
    expect(setup.stub.duplicates).toBeGreaterThan(0)
    expect(await setup.entitlements.counts()).toEqual({
      open: 0,
      unsettled: 0,
      pending: 0,
      postponed: 0,
      rejected: 0,
      unrecorded: 0,
    })
  })
  it('sends what is settled within a moment in one request, again and again; flush does not wait for the moment to be over', async () => {
    setup = setUp({ delivery: { lingerMs: 300, retryDelayMs: 1 } })
    let posts = 0
    setup.stub.fault = ({ method }) => {
      if (method === 'POST') posts += 1
      return undefined
    }
    const settle = async (name: string) =>
      await granted(
        await setup.entitlements.reserve(ask(name, { estimate: { promptTokens: 1, completionTokens: 1 } })),
      ).reservation.settle(spent(1, 1))
    await settle('first')
    const before = setup.stub.events.size
    for (let i = 0; i < 9; i += 1) await settle(`r${i}`)
    await expect.poll(() => setup.stub.events.size).toBe(20)
    expect([before, posts]).toEqual([0, 1])
    for (let i = 0; i < 5; i += 1) await settle(`s${i}`)
    await setup.entitlements.flush()
    expect([setup.stub.events.size, posts]).toEqual([30, 2])
  })
  it('sends all of a batch that was refused, also when the API fails while it is sent in halves', async () => {
    setup = setUp({ delivery: { batchSize: 50, maxConcurrency: 1, lingerMs: 60_000, retryDelayMs: 1 } })
    const answers = [apiError(400, 'INVALID_FIELD', 'meter_properties'), apiError(500, 'INTERNAL_ERROR')]
    setup.stub.fault = ({ method }) => (method === 'POST' ? answers.shift() : undefined)
    for (const name of ['r1', 'r2', 'r3'])
      await granted(await setup.entitlements.reserve(ask(name))).reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect(answers).toEqual([])
    expect(setup.stub.events.size).toBe(6)
    expect(await setup.entitlements.counts()).toMatchObject({ pending: 0, postponed: 0, rejected: 0 })
  })
  it.each([400, 404, 422])(
    'sets a poison event (%i) aside and delivers what is before and behind it',
    async (status) => {
      setup = setUp({ delivery: { batchSize: 50, maxConcurrency: 1, retryDelayMs: 1 } })
      setup.stub.fault = ({ method, body }) =>
        method === 'POST' && JSON.stringify(body).includes('r7:1:prompt')
          ? apiError(status, 'INVALID_FIELD', 'meter_properties')
          : undefined
      for (let i = 0; i < 20; i += 1)
        await granted(
          await setup.entitlements.reserve(ask(`r${i}`, { estimate: { promptTokens: 1, completionTokens: 1 } })),
        ).reservation.settle(spent(1, 1))
      await setup.entitlements.flush().catch(() => undefined)
      expect(setup.stub.events.size).toBe(39)
      expect(await setup.entitlements.counts()).toMatchObject({ pending: 0, rejected: 1 })
      expect(setup.events).toContainEqual(
        expect.objectContaining({ type: 'event_rejected', reference: 'c:r7:1:prompt_tokens' }),
      )
      setup.stub.fault = () => undefined
      expect(await setup.entitlements.retryRefused()).toBe(1)
      await setup.entitlements.flush()
      expect(setup.stub.events.size).toBe(40)
    },
  )
  it.each([
    ['409', 409, 'RESOURCE_ALREADY_EXISTS', undefined],
    ['400 on the reference', 400, 'INVALID_FIELD', 'reference'],
  ])(
    'takes a reference that is taken (%s) as proof of delivery only where the event is the same',
    async (_name, status, code, field) => {
      setup = setUp()
      let lost = true
      setup.stub.fault = ({ method }) => {
        if (method !== 'POST') return undefined
        if (lost) return 'lost'
        return json({ type: 'INVALID_REQUEST', code, field, message: 'Duplicate reference' }, status)
      }
      await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 2))
      await expect.poll(() => setup.stub.events.size).toBe(2)
      const stored = setup.stub.events.get('c:r:1:completion_tokens')
      if (stored !== undefined) setup.stub.events.set(stored.reference, { ...stored, tokens: 77 })
      lost = false
      await expect(setup.entitlements.flush()).rejects.toMatchObject({ pending: 0, rejected: 1 })
      expect(await setup.entitlements.refused()).toMatchObject([
        { reference: 'c:r:1:completion_tokens', quantity: 2, state: 'rejected' },
      ])
    },
  )
  const settleOne = async (requestId = 'r') =>
    granted(await setup.entitlements.reserve(ask(requestId))).reservation.settle(spent(1, 2))
  it.each([
    ['an ingress that knows no route', () => new Response('<h1>404</h1>', { status: 404 }), 'pending'],
    ['an ingress that takes no such method', () => new Response('no', { status: 405 }), 'pending'],
    ['a clock that is ahead', () => apiError(400, 'INVALID_FIELD', 'timestamp'), 'postponed'],
    ['a clock that is ahead, in a batch', () => apiError(400, 'INVALID_FIELD', 'meter_datas.1.timestamp'), 'postponed'],
    ['an archived meter', () => apiError(400, 'INVALID_OPERATION', 'meter_reference'), 'postponed'],
    ['a customer who is not there yet', () => apiError(400, 'RESOURCES_NOT_FOUND', 'customer_reference'), 'postponed'],
    ['a meter that is not there yet', () => apiError(404, 'METER_NOT_FOUND'), 'postponed'],
    ['a reason that is not known', () => apiError(422, 'UNABLE_TO_PROCESS_INSTRUCTIONS'), 'postponed'],
  ])('sends again what is refused for %s', async (_name, answer, state) => {
    setup = setUp({ delivery: { retryDelayMs: 1, maxRetryDelayMs: 60_000 } })
    setup.stub.fault = ({ method }) => (method === 'POST' ? answer() : undefined)
    await settleOne()
    const left = { pending: 0, postponed: 0, rejected: 0, [state]: 2 }
    await expect(setup.entitlements.flush({ deadlineMs: 100 })).rejects.toMatchObject(left)
    setup.stub.fault = () => undefined
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
    expect(await setup.entitlements.refused()).toEqual([])
  })
  it('tries what was postponed again by itself, later each time, and lets nothing wait for it', async () => {
    setup = setUp({ delivery: { batchSize: 50, lingerMs: 0, retryDelayMs: 1, maxRetryDelayMs: 20 } })
    let archived = true
    setup.stub.fault = ({ method, body }) =>
      method === 'POST' && archived && JSON.stringify(body).includes('c:r1:')
        ? apiError(400, 'INVALID_OPERATION', 'meter_reference')
        : undefined
    await settleOne('r1')
    await settleOne('r2')
    await expect.poll(() => setup.stub.events.size).toBe(2)
    const refused = await setup.entitlements.refused()
    expect(refused).toMatchObject([
      { reference: 'c:r1:1:prompt_tokens', state: 'postponed', nextTryAt: expect.any(Date) },
      {
        reference: 'c:r1:1:completion_tokens',
        state: 'postponed',
        error: expect.stringContaining('INVALID_OPERATION'),
      },
    ])
    expect(setup.events).toContainEqual(
      expect.objectContaining({ type: 'event_postponed', reference: 'c:r1:1:prompt_tokens', retryInMs: 20 }),
    )
    archived = false
    const wake = setInterval(() => {
      setup.clock.now += 10
    }, 5)
    await expect.poll(() => setup.stub.events.size).toBe(4)
    clearInterval(wake)
  })
  it.each([
    ['of this process', false],
    ['of the one before', true],
  ])(
    'tries what was postponed again when the clock goes back behind the time that it waits for, %s',
    async (_name, isNew) => {
      const journal = memoryJournal()
      const delivery = { lingerMs: 0, retryDelayMs: 1, maxRetryDelayMs: 1_000 }
      setup = setUp({ journal, delivery })
      const refuse = ({ method }: { readonly method: string }) =>
        method === 'POST' ? apiError(400, 'INVALID_OPERATION', 'meter_reference') : undefined
      setup.stub.fault = refuse
      await settleOne('r1')
      await expect.poll(async () => (await setup.entitlements.counts()).postponed).toBe(2)
      setup.stub.fault = () => undefined
      const before = setup.clock.now
      if (isNew) {
        // Journals outlive processes: this one begins with the clock that went back.
        const next = setUp({ journal, delivery })
        next.clock.now = before - 86_400_000
        setup = next
      } else setup.clock.now -= 86_400_000
      await settleOne('r2')
      await expect.poll(() => setup.stub.events.size).toBe(4)
    },
  )
  it('says on every flush what was refused for good, until somebody sends it again', async () => {
    setup = setUp()
    setup.stub.fault = ({ method }) => (method === 'POST' ? apiError(400, 'INVALID_FIELD', 'meter_values') : undefined)
    await settleOne()
    const left = { pending: 0, postponed: 0, rejected: 2 }
    await expect(setup.entitlements.flush()).rejects.toMatchObject(left)
    await expect(setup.entitlements.flush()).rejects.toMatchObject(left)
    setup.stub.fault = () => undefined
    expect(await setup.entitlements.retryRefused(['c:r:1:prompt_tokens', 'unknown'])).toBe(1)
    await expect(setup.entitlements.flush()).rejects.toMatchObject({ pending: 0, rejected: 1 })
    expect(await setup.entitlements.retryRefused()).toBe(1)
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
  })
  it.each([
    ['INVOICE_FINAL', 'not_matched'],
    ['NO_PRICING', 'no_pricing'],
    ['NO_RULE', 'no_pricing'],
    ['NO_SUBSCRIPTION', 'no_subscription'],
  ])('reports an event that no invoice bills (%s)', async (variant, outcome) => {
    setup = setUp()
    setup.stub.process = ({ meter }) =>
      meter === 'prompt_tokens' ? { type: 'NOT_MATCHED', not_matched: { variant } } : { type: 'DEFAULT' }
    await settleOne('r1')
    await settleOne('r2')
    await setup.entitlements.flush()
    expect(setup.events).toContainEqual(expect.objectContaining({ type: 'delivered', events: 4, unbilled: 2 }))
    expect(setup.events).toContainEqual({
      type: 'event_unbilled',
      reference: 'c:r1:1:prompt_tokens',
      customer: 'c',
      outcome,
    })
  })
  it('sends the sum as one event where both kinds of token have one meter', async () => {
    setup = setUp({ quantities: { promptTokens: 'prompt_tokens', completionTokens: 'prompt_tokens' } })
    await settleOne()
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()]).toMatchObject([
      { reference: 'c:r:1:prompt_tokens', meter: 'prompt_tokens', tokens: 3 },
    ])
    const next = setUp({ quantities: { promptTokens: 'prompt_tokens', completionTokens: 'prompt_tokens' } })
    next.stub.events.set('c:r:1:prompt_tokens', { ...[...setup.stub.events.values()][0], tokens: 400 } as StubEvent)
    expect((await next.entitlements.usage('c')).budgets).toMatchObject([{ used: 400 }])
    await next.end()
  })
  it('waits for a key that is refused, because a key can be mended', async () => {
    setup = setUp()
    let wrong = true
    setup.stub.fault = ({ method }) => (method === 'POST' && wrong ? apiError(401, 'UNAUTHORISED') : undefined)
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await expect(setup.entitlements.flush({ deadlineMs: 50 })).rejects.toMatchObject({ pending: 2, rejected: 0 })
    wrong = false
    await setup.entitlements.flush()
    expect(setup.stub.events.size).toBe(2)
  })
  it('flush resolves only after the acknowledgement, and rejects at its deadline with what is left', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    let open = (): void => undefined
    setup.stub.gate = new Promise((resolve) => {
      open = resolve
    })
    await reservation.settle(spent(1, 1))
    const error: unknown = await setup.entitlements.flush({ deadlineMs: 30 }).catch((thrown: unknown) => thrown)
    expect(FlushIncompleteError.isInstance(error) && [error.pending, error.rejected]).toEqual([2, 0])
    let flushed = false
    const flushing = setup.entitlements.flush().then(() => {
      flushed = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(flushed).toBe(false)
    open()
    await flushing
    expect(setup.stub.events.size).toBe(2)
  })
})

describe('close', () => {
  it('admits nothing more, delivers what is pending, and says what was left', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r1')))
    await setup.entitlements.reserve(ask('r2'))
    await reservation.settle(spent(1, 1))
    const report = await setup.entitlements.close()
    expect(report).toEqual({
      drained: true,
      open: 1,
      unsettled: 0,
      pending: 0,
      postponed: 0,
      rejected: 0,
      unrecorded: 0,
    })
    expect(setup.stub.events.size).toBe(2)
    await expect(setup.entitlements.reserve(ask('r3'))).rejects.toSatisfy(EntitlementsClosedError.isInstance)
    expect(await setup.entitlements.close()).toBe(report)
  })
  it('ends at its deadline with the API away, and reports what stays in the journal', async () => {
    setup = setUp()
    const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
    setup.stub.fault = () => new Error('away')
    await reservation.settle(spent(1, 1))
    expect(await setup.entitlements.close({ deadlineMs: 50 })).toMatchObject({ drained: false, pending: 2 })
  })
})
