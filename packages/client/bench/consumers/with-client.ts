import { createBillingClient, unwrap } from '@tallygate/client'

const client = createBillingClient({ apiKey: 'key', baseUrl: 'http://127.0.0.1:4000' })

export async function bill(customer: string): Promise<string> {
  const params = { path: { idOrRef: customer } }
  const { reference } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params }))
  const { entitlements } = await unwrap(client.GET('/v1/customers/{idOrRef}/entitlements', { params }))
  const budget = entitlements?.find((entitlement) => entitlement.feature_reference === 'monthly_token_budget')
  await unwrap(
    client.POST('/v1/ingest/meter-data', {
      body: { reference: 'request-1-prompt', customer_reference: customer, meter_reference: 'prompt_tokens' },
    }),
  )
  const query = { 'statuses[]': ['FINAL'], include_lines: true, page: 1 }
  const invoices = await unwrap(client.GET('/v1/invoices', { params: { query } }))
  return `${reference} ${budget?.number} ${invoices.data[0]?.invoice_number}`
}
