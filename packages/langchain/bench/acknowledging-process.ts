import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// Answers what either handler delivers: events of the billing API, and traces of OpenTelemetry. A process of its own,
// so that what it costs is not counted.

const STORED = JSON.stringify({ meter_datas: [] })

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const ingest = request.url?.startsWith('/v1/ingest/') === true
    response.writeHead(ingest ? 201 : 200, { 'Content-Type': 'application/json' }).end(ingest ? STORED : '{}')
  })
})
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})
process.once('disconnect', () => process.exit())
