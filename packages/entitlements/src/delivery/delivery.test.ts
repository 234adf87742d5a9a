import { afterEach, describe, expect, it } from 'vitest'
import { apiError, json } from '../../test/billing-stub.ts'
import { ask, granted, type Setup, setUp, spent } from '../../test/setup.ts'
import { EntitlementsClosedError } from '../errors/entitlements-closed-error.ts'
import { FlushIncompleteError } from '../errors/flush-incomplete-error.ts'

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
    expect(await setup.entitlements.counts()).toEqual({ open: 0, unsettled: 0, pending: 0, rejected: 0 })
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
    await expect.poll(() => setup.stub.events.size, { timeout: 5_000 }).toBe(20)
    expect([before, posts]).toEqual([0, 1])
    for (let i = 0; i < 5; i += 1) await settle(`s${i}`)
    await setup.entitlements.flush()
    expect([setup.stub.events.size, posts]).toEqual([30, 2])
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
      expect(await setup.entitlements.retryRejected()).toBe(1)
      await setup.entitlements.flush()
      expect(setup.stub.events.size).toBe(40)
    },
  )
  it.each([
    ['409', 409, 'RESOURCE_ALREADY_EXISTS', undefined],
    ['400 on the reference', 400, 'INVALID_FIELD', 'reference'],
  ])('takes a refusal as a duplicate (%s) as proof of delivery', async (_name, status, code, field) => {
    setup = setUp()
    setup.stub.fault = ({ method }) =>
      method === 'POST'
        ? json({ type: 'INVALID_REQUEST', code, field, message: 'Duplicate reference' }, status)
        : undefined
    await granted(await setup.entitlements.reserve(ask('r'))).reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect(await setup.entitlements.counts()).toMatchObject({ pending: 0, rejected: 0 })
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
    expect(report).toEqual({ drained: true, open: 1, unsettled: 0, pending: 0, rejected: 0 })
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
