import type { paths } from '@tallygate/client'
import createClient from 'openapi-fetch'

const client = createClient<paths>({ headers: { 'X-API-KEY': 'key' }, baseUrl: 'http://127.0.0.1:4000' })

export async function bill(customer: string): Promise<string> {
  const params = { path: { idOrRef: customer } }
  const found = await client.GET('/v1/customers/{idOrRef}', { params })
  const entitled = await client.GET('/v1/customers/{idOrRef}/entitlements', { params })
  const budget = entitled.data?.entitlements?.find((one) => one.feature_reference === 'monthly_token_budget')
  await client.POST('/v1/ingest/meter-data', {
    body: { reference: 'request-1-prompt', customer_reference: customer, meter_reference: 'prompt_tokens' },
  })
  const query = { 'statuses[]': ['FINAL'], include_lines: true, page: 1 }
  const invoices = await client.GET('/v1/invoices', { params: { query } })
  return `${found.data?.reference} ${budget?.number} ${invoices.data?.data[0]?.invoice_number}`
}
