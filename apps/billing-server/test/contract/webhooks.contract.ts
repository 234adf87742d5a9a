import { type Schema, unwrap, verifyWebhook } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, type Stored, stored } from './contract-world.ts'
import { eventually } from './eventually.ts'
import { type WebhookReceiver, withReceiver } from './webhook-receiver.ts'

const PATH = '/v1/webhooks/{id}'
const SECRET_PATH = '/v1/webhooks/{id}/secret-key'
/** A URL at which nobody listens. */
const DEAD_URL = 'http://127.0.0.1:9/hook'

type Webhook = Stored<Schema<'Webhook'>>

export const paramsOf = (id: string) => ({ params: { path: { id } } })

/** A webhook that is switched off, so that it hears of nothing. */
async function silentWebhook(world: ContractWorld, given: Partial<Schema<'WebhookCreateRequest'>> = {}) {
  const reference = world.reference('webhook')
  const body = { reference, name: reference, url: DEAD_URL, active: false, ...given }
  return stored(await unwrap(world.client.POST('/v1/webhooks', { body })))
}

/** A receiver and a webhook that tells it of new customers, until the work is done. */
export async function listening(
  world: ContractWorld,
  work: (hook: Webhook, receiver: WebhookReceiver) => Promise<void>,
): Promise<void> {
  await withReceiver(async (receiver) => {
    const hook = await silentWebhook(world, {
      url: receiver.url,
      active: true,
      included_actions: ['CUSTOMER.CREATED'],
    })
    try {
      await work(hook, receiver)
    } finally {
      await world.client.DELETE(PATH, paramsOf(hook.id))
    }
  })
}

export const webhooks: ContractResource = {
  name: 'webhooks',
  type: 'WEBHOOK',
  rows: {
    createWebhook: [
      'keeps every field that was sent, and shows no secret again',
      async (world) => {
        const body: Omit<Every<'WebhookCreateRequest'>, 'signing_protocol'> = {
          url: DEAD_URL,
          name: 'Ledger',
          reference: world.reference('webhook'),
          included_actions: ['INVOICE.STATUS_TO_FINAL', 'CUSTOMER.CREATED'],
          excluded_actions: ['CUSTOMER.DELETED'],
          active: false,
          include_previous_data: false,
          authentication_type: 'API_KEY',
          api_header_field: 'X-Hook-Key',
          api_key: 'key of the receiver',
          username: 'us',
          password: 'secret of ours',
        }
        const created = await unwrap(world.client.POST('/v1/webhooks', { body }))
        const { api_key, password, ...shown } = body
        expect(created).toMatchObject({ ...shown, object_type: 'WEBHOOK' })
        expect(JSON.stringify(created)).not.toContain(api_key)
        expect(JSON.stringify(created)).not.toContain(password)
      },
    ],
    listWebhooks: [
      'lists them newest first, page by page',
      async (world) => {
        const first = await silentWebhook(world)
        const second = await silentWebhook(world)
        const list = async (page: number) =>
          (await unwrap(world.client.GET('/v1/webhooks', { params: { query: { page, limit: 1 } } }))).data
        expect(await list(1)).toEqual([second])
        expect(await list(2)).toEqual([first])
      },
    ],
    listWebhookActions: [
      'names what a webhook can hear of, the final invoice among it',
      async (world) => {
        const { data } = await unwrap(world.client.GET('/v1/webhooks/actions'))
        const actions = new Map((data ?? []).map((one) => [one.object_type, one.actions]))
        expect(actions.get('INVOICE')).toContain('STATUS_TO_FINAL')
        expect(actions.get('CUSTOMER')).toEqual(['CREATED', 'UPDATED', 'DELETED'])
      },
    ],
    testWebhookConnection: [
      'sends one test with the key that was given, and tells whether it arrived, storing nothing',
      async (world) => {
        await withReceiver(async (receiver) => {
          const reference = world.reference('webhook')
          const test = async (url: string) => {
            const authentication = {
              authentication_type: 'API_KEY',
              api_header_field: 'x-hook-key',
              api_key: 'k1',
            } as const
            const body = { url, name: 'Test', reference, ...authentication }
            return unwrap(world.client.POST('/v1/webhooks/test-connection', { body }))
          }
          expect(await test(receiver.url)).toMatchObject({ successful: true })
          expect(receiver.received.map(({ headers }) => headers['x-hook-key'])).toEqual(['k1'])
          receiver.answer(500)
          const refused = await test(receiver.url)
          expect(refused).toMatchObject({ successful: false, message: expect.stringContaining('500') })
          expect(await test(DEAD_URL)).toMatchObject({ successful: false })
          const { data } = await unwrap(world.client.GET('/v1/webhooks', { params: { query: { limit: 100 } } }))
          expect(data.map((hook) => hook.reference)).not.toContain(reference)
        })
      },
    ],
    getWebhook: [
      'finds the webhook by its id',
      async (world) => {
        const hook = await silentWebhook(world)
        expect(await unwrap(world.client.GET(PATH, paramsOf(hook.id)))).toEqual(hook)
      },
    ],
    updateWebhook: [
      'changes every field that was sent, and only those',
      async (world) => {
        const hook = await silentWebhook(world)
        const body: Omit<Every<'WebhookUpdateRequest'>, 'signing_protocol'> = {
          url: `${DEAD_URL}/moved`,
          name: 'Moved',
          reference: world.reference('renamed'),
          included_actions: [],
          excluded_actions: ['METER.CREATED'],
          active: false,
          include_previous_data: false,
          authentication_type: 'PASSWORD',
          api_header_field: 'X-Other',
          api_key: 'other key',
          username: 'them',
          password: 'other secret',
        }
        const { api_key: _key, password: _password, ...shown } = body
        expect(await unwrap(world.client.PATCH(PATH, { ...paramsOf(hook.id), body }))).toMatchObject(shown)
        const one = await unwrap(world.client.PATCH(PATH, { ...paramsOf(hook.id), body: { name: 'Again' } }))
        expect(one).toMatchObject({ ...shown, name: 'Again' })
        expect(await unwrap(world.client.GET(PATH, paramsOf(hook.id)))).toEqual(one)
      },
    ],
    deleteWebhook: [
      'answers with the webhook that it deleted, which is gone then and hears of nothing more',
      async (world) => {
        await listening(world, async (hook, receiver) => {
          expect(await unwrap(world.client.DELETE(PATH, paramsOf(hook.id)))).toMatchObject({ id: hook.id })
          expect((await world.client.GET(PATH, paramsOf(hook.id))).response.status).toBe(404)
          await world.customer()
          expect(receiver.received).toEqual([])
        })
      },
    ],
    rollWebhookSecretKey: [
      'makes a secret that signs what is sent, and lets the one before it go on',
      async (world) => {
        await listening(world, async (hook, receiver) => {
          const roll = async () => (await unwrap(world.client.PATCH(SECRET_PATH, paramsOf(hook.id)))).secret_key ?? ''
          const secrets = [await roll(), await roll()]
          expect(new Set(secrets)).not.toContain('')
          await unwrap(world.client.POST('/v1/webhooks/{id}/send-test', paramsOf(hook.id)))
          const [sent] = receiver.received
          for (const secret of secrets) {
            await expect(
              verifyWebhook({ body: sent?.body ?? '', headers: sent?.headers ?? {}, secret }),
            ).resolves.toBeTruthy()
          }
          const shown = await unwrap(world.client.GET(PATH, paramsOf(hook.id)))
          expect(shown).toMatchObject({ signing_protocol: 'HmacSHA256', secret_rolled_at: expect.any(String) })
          for (const secret of secrets) expect(JSON.stringify(shown)).not.toContain(secret)
        })
      },
    ],
    deleteWebhookSecretKey: [
      'stops signing',
      async (world) => {
        await listening(world, async (hook, receiver) => {
          await unwrap(world.client.PATCH(SECRET_PATH, paramsOf(hook.id)))
          const bare = await unwrap(world.client.DELETE(SECRET_PATH, paramsOf(hook.id)))
          expect(bare).toMatchObject({ id: hook.id, signing_protocol: null })
          await unwrap(world.client.POST('/v1/webhooks/{id}/send-test', paramsOf(hook.id)))
          expect(receiver.received.map(({ headers }) => headers['x-payload-signature'])).toEqual([undefined])
        })
      },
    ],
    sendWebhookTest: [
      'sends one test to where the webhook points, and tells whether it arrived',
      async (world) => {
        await listening(world, async (hook, receiver) => {
          const send = async () => unwrap(world.client.POST('/v1/webhooks/{id}/send-test', paramsOf(hook.id)))
          expect(await send()).toMatchObject({ successful: true })
          expect(receiver.received).toHaveLength(1)
          receiver.answer(503)
          expect(await send()).toMatchObject({ successful: false, message: expect.stringContaining('503') })
        })
      },
    ],
    sendWebhookPenaltyBoxPayload: [
      'sends what could not be delivered once more, and empties the penalty box',
      async (world) => {
        await listening(world, async (hook, receiver) => {
          receiver.answer(500)
          const customer = await world.customer()
          await eventually(() => receiver.received).toHaveLength(1)
          const look = async () => unwrap(world.client.GET(PATH, paramsOf(hook.id)))
          await eventually(look).toMatchObject({
            penalty_box: expect.any(String),
            penalty_box_data: { retry_count: 1, payload: expect.stringContaining(customer.id) },
          })
          receiver.answer(204)
          const path = '/v1/webhooks/{id}/send-penalty-box-payload'
          expect(await unwrap(world.client.POST(path, paramsOf(hook.id)))).toMatchObject({ successful: true })
          expect(receiver.received).toHaveLength(2)
          expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body)
          expect(await look()).not.toHaveProperty('penalty_box')
        })
      },
    ],
  },
}
