import { type BillingClient, unwrap } from '../src/index.ts'

const byId = { params: { path: { idOrRef: 'tokens' } } }
const persisted = {
  customer_id: 'cust_1',
  pricing_id: 'pric_1',
  pricing_item_id: 'prii_1',
  pricing_item_config_id: 'pric_2',
  pricing_plan_subscription_id: null,
}

/** One call of each kind: a read, a POST with a key, and all that have neither. */
export const calls = {
  read: (client: BillingClient) => unwrap(client.GET('/v1/meters/{idOrRef}', byId)),
  create: (client: BillingClient) => unwrap(client.POST('/v1/meters', { body: { reference: 'tokens' } })),
  upsert: (client: BillingClient) =>
    unwrap(client.PUT('/v1/customers', { body: { reference: 'acme', type: 'ORGANIZATION' } })),
  update: (client: BillingClient) =>
    unwrap(client.PATCH('/v1/meters/{idOrRef}', { ...byId, body: { name: 'Tokens' } })),
  remove: (client: BillingClient) => unwrap(client.DELETE('/v1/meters/{idOrRef}', byId)),
  event: (client: BillingClient) =>
    unwrap(client.POST('/v1/ingest/meter-data', { body: { reference: 'request-1-prompt' } })),
  persist: (client: BillingClient) => unwrap(client.POST('/v1/ingest/persist-data', { body: persisted })),
  keyedUpdate: (client: BillingClient) =>
    unwrap(
      client.PATCH('/v1/meters/{idOrRef}', { ...byId, body: { name: 'T' }, headers: { 'Idempotency-Key': 'mine' } }),
    ),
} satisfies Record<string, (client: BillingClient) => Promise<unknown>>
