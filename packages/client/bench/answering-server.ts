import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// A process of its own that answers every request at once, so that what is measured is the caller.
const body = JSON.stringify({
  entitlements: [
    { feature_reference: 'monthly_token_budget', number: '10000000' },
    { feature_reference: 'available_models', enums: ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet'] },
    { feature_reference: 'requests_per_minute', number: '600' },
    { feature_reference: 'priority_queue', switch: true },
  ],
})
const headers = {
  'Content-Type': 'application/json',
  'Content-Length': Buffer.byteLength(body),
  'X-REQUEST-ID': 'reqr_1',
}

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(body))
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
