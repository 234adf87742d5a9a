import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource } from './contract-row.ts'
import { type ContractWorld, type Stored, stored } from './contract-world.ts'
import { eventually } from './eventually.ts'
import type { WebhookReceiver } from './webhook-receiver.ts'
import { listening, paramsOf } from './webhooks.contract.ts'

/** Reads what the log of deliveries says of one webhook, newest first. */
async function deliveriesOf(world: ContractWorld, webhookId: string): Promise<Stored<Schema<'WebhookEvent'>>[]> {
  const params = { query: { limit: 100 } }
  const { data } = await unwrap(world.client.GET('/v1/webhook-events', { params }))
  return data.filter(({ webhook_id }) => webhook_id === webhookId).map(stored)
}

/** Makes a customer, waits until a webhook has received it, and returns both and the entry of the delivery. */
async function told(
  world: ContractWorld,
  work: (event: Stored<Schema<'WebhookEvent'>>, receiver: WebhookReceiver, customerId: string) => Promise<void>,
): Promise<void> {
  await listening(world, async (hook, receiver) => {
    const customer = await world.customer()
    await eventually(async () => (await deliveriesOf(world, hook.id))[0]?.status).toBe('SUCCEEDED')
    const [event] = await deliveriesOf(world, hook.id)
    if (event !== undefined) await work(event, receiver, customer.id)
  })
}

export const webhookEvents: ContractResource = {
  name: 'webhook events',
  // The contract has no name for what is missing here.
  type: undefined,
  rows: {
    listWebhookEvents: [
      'lists what was sent, with its outcome',
      async (world) => {
        await told(world, async (event, receiver, customerId) => {
          expect(event).toMatchObject({
            type: 'CUSTOMER.CREATED',
            status: 'SUCCEEDED',
            payload: {
              type: 'CUSTOMER.CREATED',
              environment: 'TEST',
              data: { object_type: 'CUSTOMER', id: customerId },
            },
          })
          expect(receiver.received.map(({ body }) => JSON.parse(body))).toEqual([event.payload])
        })
      },
    ],
    getWebhookEvent: [
      'finds an event by its id',
      async (world) => {
        await told(world, async (event) => {
          expect(await unwrap(world.client.GET('/v1/webhook-events/{id}', paramsOf(event.id)))).toEqual(event)
        })
      },
    ],
    resendWebhookEvent: [
      'sends the same payload again',
      async (world) => {
        await told(world, async (event, receiver) => {
          const again = await unwrap(world.client.POST('/v1/webhook-events/{id}/resend', paramsOf(event.id)))
          expect(again).toMatchObject({ id: event.id, payload: event.payload })
          await eventually(() => receiver.received).toHaveLength(2)
          expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body)
        })
      },
    ],
  },
}
