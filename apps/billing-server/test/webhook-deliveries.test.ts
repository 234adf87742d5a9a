import { verifyWebhook } from '@tallygate/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postgresEngines, testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'
import { type Mood, UnrulyReceiver } from './unruly-receiver.ts'

/** Looks again until it holds. An expectation may answer something: only that it holds counts. */
const eventually = (look: () => Promise<void>) =>
  expect
    .poll(async () => {
      await look()
      return 'it holds'
    })
    .toBe('it holds')

const ACTIONS = { included_actions: ['FEATURE.CREATED'] }

describe.each(testEngines)('deliveries to receivers that misbehave, on $name', (engine) => {
  let server: TestServer
  let receiver: UnrulyReceiver

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    receiver = await UnrulyReceiver.start()
    return () => receiver.down()
  })

  const hook = (name: string, to: UnrulyReceiver) =>
    server.must('POST', '/v1/webhooks', { url: to.url, name, reference: name, ...ACTIONS })
  const feature = (reference: string) => server.must('POST', '/v1/features', { reference, type: 'SWITCH' })
  const advance = (duration: string) => server.must('POST', '/local/clock', { advance: duration })
  const log = async () => (await server.must('GET', '/v1/webhook-events?order_direction=asc')).data

  it.each<[mood: Mood, cause: RegExp]>([
    [500, /answered 500/],
    [404, /answered 404/],
    [302, /answered 302/],
    ['drop', /hang up|ECONNRESET|closed/],
  ])('keeps the order and says why when it answers %s', async (mood, cause) => {
    await hook('one', receiver)
    receiver.mood = mood
    await feature('first')
    await feature('second')
    await receiver.got(1)
    await eventually(async () => {
      expect((await log())[0].cause).toMatch(cause)
    })
    expect((await log()).map((event: { status: string }) => event.status)).toEqual(['PENDING', 'PENDING'])
    receiver.mood = 200
    await advance('PT2M')
    expect(receiver.received.map(({ reference }) => reference)).toEqual(['first', 'first', 'second'])
    expect((await log()).map((event: { status: string; cause: string }) => [event.status, event.cause])).toEqual([
      ['SUCCEEDED', null],
      ['SUCCEEDED', null],
    ])
  })

  it('holds no other webhook and no invoice back while one hangs, and counts the silence as a failure', async () => {
    const patient = await UnrulyReceiver.start()
    try {
      receiver.mood = 'hang'
      await hook('hangs', receiver)
      await hook('answers', patient)
      await feature('first')
      await receiver.got(1)
      await feature('second')
      await feature('third')
      await patient.got(3)
      // Not one answer has come from the other by then.
      expect([receiver.waiting, receiver.received.length]).toEqual([1, 1])
      expect(patient.references).toEqual(['first', 'second', 'third'])
      await receiver.got(1)
      const [first] = (await log()).filter((event: { status: string }) => event.status === 'PENDING')
      await eventually(async () => {
        const shown = await server.must('GET', `/v1/webhook-events/${first.id}`)
        expect([shown.retry_count, shown.status]).toEqual([1, 'PENDING'])
        expect(shown.cause).toMatch(/timeout|aborted/)
      })
      receiver.mood = 200
      await advance('PT2M')
      expect(receiver.references).toEqual(['first', 'second', 'third'])
    } finally {
      await patient.down()
    }
  })

  it('sends everything in order after a receiver was down, and signs each attempt anew', async () => {
    const made = await hook('one', receiver)
    const { secret_key: secret } = await server.must('PATCH', `/v1/webhooks/${made.id}/secret-key`, {})
    await receiver.down()
    for (const reference of ['first', 'second', 'third']) await feature(reference)
    await eventually(async () => {
      expect((await log())[0].cause).toMatch(/ECONNREFUSED/)
    })
    await advance('PT6M')
    expect(receiver.received).toEqual([])
    await receiver.up()
    await advance('PT8M')
    expect(receiver.received.map(({ reference }) => reference)).toEqual(['first', 'second', 'third'])
    for (const { body, headers } of receiver.received) {
      expect((await verifyWebhook({ body, headers, secret })).type).toBe('FEATURE.CREATED')
    }
  })

  it('sends the penalty box at once when asked, and then the rest', async () => {
    const made = await hook('one', receiver)
    receiver.mood = 503
    await feature('first')
    await feature('second')
    await receiver.got(1)
    await eventually(async () => {
      const shown = await server.must('GET', `/v1/webhooks/${made.id}`)
      expect(shown.penalty_box_data).toMatchObject({ retry_count: 1, cause: 'answered 503' })
    })
    const send = () => server.must('POST', `/v1/webhooks/${made.id}/send-penalty-box-payload`)
    expect(await send()).toEqual({ successful: false, message: 'answered 503' })
    receiver.mood = 204
    expect(await send()).toEqual({ successful: true, message: 'delivered' })
    expect(receiver.received.map(({ reference }) => reference)).toEqual(['first', 'first', 'first', 'second'])
  })

  it('goes past an event that is never taken when an operator skips it, and keeps it', async () => {
    await hook('one', receiver)
    receiver.mood = 500
    for (const reference of ['poison', 'second']) await feature(reference)
    await receiver.got(1)
    const [poison] = await log()
    await eventually(async () => expect((await log())[0].retry_count).toBe(1))
    receiver.mood = 200
    const skipped = await server.must('POST', `/operator/webhook-events/${poison.id}/skip`)
    expect([skipped.status, skipped.cause]).toEqual(['FAILED', 'skipped by an operator'])
    await eventually(async () => expect(receiver.references).toEqual(['poison', 'second']))
    expect(receiver.received).toHaveLength(2)
    expect((await server.call('POST', `/operator/webhook-events/${poison.id}/skip`)).status).toBe(400)
    expect((await server.call('POST', '/operator/webhook-events/whev_nothing/skip')).status).toBe(404)
    await server.must('POST', `/v1/webhook-events/${poison.id}/resend`)
    expect((await log()).map(({ status }: { status: string }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  })

  it('discards what waits, or what is older than an instant, when an operator says so', async () => {
    const made = await hook('one', receiver)
    receiver.mood = 500
    for (const reference of ['first', 'second']) await feature(reference)
    await receiver.got(1)
    await advance('PT1H')
    const { now } = await server.must('GET', '/local/clock')
    await feature('third')
    receiver.mood = 200
    const answer = await server.must('POST', `/operator/webhooks/${made.id}/discard`, { created_before: now })
    expect(answer).toEqual({ discarded: 2 })
    await eventually(async () => expect(receiver.references).toEqual(['first', 'third']))
    expect((await log()).map(({ status }: { status: string }) => status)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED'])
    expect(await server.must('POST', `/operator/webhooks/${made.id}/discard`, {})).toEqual({ discarded: 0 })
    expect((await server.call('POST', '/operator/webhooks/webh_nothing/discard', {})).status).toBe(404)
    const bad = await server.call('POST', `/operator/webhooks/${made.id}/discard`, { created_before: 'soon' })
    expect([bad.status, bad.body.field]).toEqual([400, 'created_before'])
  })

  it('deactivates a webhook whose receiver says that it is gone, and keeps what waits', async () => {
    const made = await hook('one', receiver)
    receiver.mood = 410
    for (const reference of ['first', 'second']) await feature(reference)
    await eventually(async () => expect((await server.must('GET', `/v1/webhooks/${made.id}`)).active).toBe(false))
    await advance('P1D')
    expect(receiver.received).toHaveLength(1)
    receiver.mood = 200
    await server.must('PATCH', `/v1/webhooks/${made.id}`, { active: true })
    await advance('PT1S')
    expect(receiver.references).toEqual(['first', 'second'])
  })

  it('shows the age of the oldest event that waits', async () => {
    await hook('one', receiver)
    receiver.mood = 500
    await feature('first')
    await receiver.got(1)
    await advance('PT3H')
    const age = async () => {
      const { body } = await server.call('GET', '/metrics')
      return Number(/^billing_webhook_queue_age_seconds (\d+)/m.exec(String(body))?.[1])
    }
    await eventually(async () => expect(await age()).toBeGreaterThanOrEqual(3 * 3600))
    receiver.mood = 200
    await advance('PT8H')
    await eventually(async () => expect(await age()).toBe(0))
  })

  it('sends nothing to a webhook that is not active, and what waited when it is again', async () => {
    const made = await hook('one', receiver)
    receiver.mood = 500
    await feature('first')
    await receiver.got(1)
    await server.must('PATCH', `/v1/webhooks/${made.id}`, { active: false })
    receiver.mood = 200
    await feature('while-it-is-off')
    await advance('PT10M')
    expect(receiver.received).toHaveLength(1)
    await server.must('PATCH', `/v1/webhooks/${made.id}`, { active: true })
    await advance('PT1S')
    expect(receiver.received.map(({ reference }) => reference)).toEqual(['first', 'first'])
  })
})

describe.each(postgresEngines)('two servers on one $name', (engine) => {
  it('send each event once, in its order', async () => {
    const place = await engine.place()
    const shared = { ...engine, place: () => Promise.resolve({ ...place, remove: () => Promise.resolve() }) }
    const receiver = await UnrulyReceiver.start()
    const servers = [await TestServer.start(shared), await TestServer.start(shared)]
    try {
      await servers[0]?.must('POST', '/v1/webhooks', { url: receiver.url, name: 'x', reference: 'x', ...ACTIONS })
      const wanted = Array.from({ length: 40 }, (_, index) => `feature-${index}`)
      for (const [index, reference] of wanted.entries()) {
        await servers[index % 2]?.must('POST', '/v1/features', { reference, type: 'SWITCH' })
      }
      await receiver.got(wanted.length)
      // Once each, and none comes after.
      await servers[0]?.must('POST', '/local/clock', { advance: 'PT1S' })
      expect(receiver.received.map(({ reference }) => reference)).toEqual(wanted)
    } finally {
      for (const server of servers) await server.stop()
      await receiver.down()
      await place.remove()
    }
  })

  it('closes at once while a receiver hangs, and the next server sends what waits', async () => {
    const receiver = await UnrulyReceiver.start()
    const place = await engine.place()
    const kept = { ...engine, place: () => Promise.resolve({ ...place, remove: () => Promise.resolve() }) }
    const first = await TestServer.start(kept)
    await first.must('POST', '/v1/webhooks', { url: receiver.url, name: 'x', reference: 'x', ...ACTIONS })
    receiver.mood = 'hang'
    await first.must('POST', '/v1/features', { reference: 'waits', type: 'SWITCH' })
    await receiver.got(1)
    await first.stop()
    receiver.mood = 200
    const second = await TestServer.start(kept)
    try {
      await receiver.got(2)
      expect(receiver.references).toEqual(['waits'])
      const { data } = await second.must('GET', '/v1/webhook-events')
      expect(data[0].retry_count).toBe(0)
    } finally {
      await second.stop()
      await receiver.down()
      await place.remove()
    }
  })
})
