import { gzipSync } from 'node:zlib'
import { type ContractOperation, contractOperations } from '../src/http/contract.ts'
import { asText, FuzzedValues, seededChance } from './fuzzed-value.ts'

/** A request as it goes out. */
export interface HostileRequest {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

/** Text that breaks what reads it: in paths, queries and bodies. */
const ESCAPES = ['%00', '%ED%A0%80', '%E0%A4%A', '%', '%2F', '%2e%2e', '//', '\\', '%EF%BF%BE', "'", '%5B0%5D']
const ODD_TARGETS = [
  '//',
  '///',
  '/%00',
  '/%',
  '*',
  '/v1',
  '/v1/',
  '/local',
  '/operator/',
  '/desk',
  'http://localhost/v1/meters',
  '/metrics?%00',
]
const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16le',
  'application/json; charset=nonsense',
  'application/problem+json',
  '',
]
const ENCODINGS = ['gzip', 'deflate', 'br', 'zstd', 'compress', 'gzip, gzip']
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND']
/** None moves the clock so far that what falls due on the way takes long by right. */
const ADVANCES = ['PT0S', 'PT1S', 'PT1H', '-PT1H', 'P', 'P1D', '1', 'P9999999999Y', 'PT1H\u0000']
const INSTANTS = [
  '2026-02-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  'now',
]
const DAYS = [
  '2026-01-01',
  '2026-02-01',
  '2026-01-01T00:00:00Z',
  '0000-01-01',
  '9999-12-31',
  '2026-13-01',
  '-271821-04-20',
]

/**
 * Makes the `number`th request of a seed: mostly one that nearly fits its route, now and then one that fits nothing.
 */
export function hostileRequest(seed: number, number: number, ids: readonly string[]): HostileRequest {
  const values = new FuzzedValues(seededChance(seed + number * 7919), ids)
  const draw = values.pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  const asked =
    draw < 7 ? ofContract(values) : draw === 7 ? ofOperator(values) : draw === 8 ? ofLocal(values) : odd(values)
  const body = asked.body === undefined ? undefined : Buffer.from(JSON.stringify(asked.body))
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  if (values.chance(0.1))
    headers['idempotency-key'] = values.pick(['key-1', 'key-2', 'ü', 'x'.repeat(300), `key-${number}`])
  return mangled(values, { method: asked.method, target: asked.target, headers, body })
}

interface Asked {
  readonly method: string
  readonly target: string
  readonly body: unknown
}

function ofContract(values: FuzzedValues): Asked {
  const operation: ContractOperation = values.pick(contractOperations)
  const path = operation.segments.map((segment) =>
    segment.startsWith('{') ? encodeURIComponent(asText(values.of({ type: 'string' }))) : segment,
  )
  const query = new URLSearchParams()
  for (const { name, schema } of operation.parameters.filter((one) => one.in === 'query')) {
    if (values.chance(0.3)) query.append(name, asText(values.of(schema)))
  }
  if (values.chance(0.1))
    query.append(values.pick(['status', 'customer_reference', 'meter_reference', 'x', '']), 'acme-corp')
  const body = operation.body && values.of(operation.body.schema)
  return { method: operation.method.toUpperCase(), target: `/${path.join('/')}?${query.toString()}`, body }
}

function ofOperator(values: FuzzedValues): Asked {
  const text = (): unknown => values.of({ type: 'string' })
  switch (values.pick([0, 1, 2, 3, 3, 3, 4, 4, 5, 6])) {
    case 4:
      return {
        method: 'POST',
        target: '/operator/attempts',
        body: { attempts: [attemptOf(values), attemptOf(values)] },
      }
    case 5: {
      const query = new URLSearchParams()
      for (const name of ['customer_reference', 'request_id', 'event_reference', 'from', 'to', 'page', 'limit'])
        if (values.chance(0.3)) query.append(name, values.chance(0.3) ? values.pick(INSTANTS) : asText(text()))
      const id = values.chance(0.3) ? `/${encodeURIComponent(asText(text()))}` : ''
      return { method: 'GET', target: `/operator/attempts${id}?${query.toString()}`, body: undefined }
    }
    case 6: {
      const report: Record<string, unknown> = { started_at: values.pick(INSTANTS), reported_at: values.pick(INSTANTS) }
      for (const name of ['versions', 'counts', 'holds', 'denials'])
        if (values.chance(0.5)) report[name] = values.chance(0.5) ? { [asText(text())]: junk(values) } : junk(values)
      return { method: 'PUT', target: `/operator/agents/${encodeURIComponent(asText(text()))}`, body: report }
    }
    case 0:
      return { method: 'GET', target: `/operator/invoices/${encodeURIComponent(asText(text()))}.html`, body: undefined }
    case 1:
      return { method: 'GET', target: '/operator/conflicts', body: undefined }
    case 2: {
      const id = encodeURIComponent(asText(text()))
      return { method: 'GET', target: `/operator/pricing-notices?pricing_plan_version_id=${id}`, body: undefined }
    }
    default: {
      const question: Record<string, unknown> = { from: values.pick(DAYS), to: values.pick(DAYS) }
      const member = values.pick(['pricing_plan_version_id', 'pricing_plan_reference', 'catalog', 'customer', 'month'])
      question[member] = member === 'catalog' ? catalogOf(values) : text()
      for (const name of ['customer', 'plans', 'usage', 'lines', 'top', 'version']) {
        if (values.chance(0.2))
          question[name] = values.of(values.pick([{ type: 'string' }, { type: 'boolean' }, { type: 'integer' }]))
      }
      return { method: 'POST', target: '/operator/what-if', body: question }
    }
  }
}

const junk = (values: FuzzedValues): unknown =>
  values.of(values.pick([{ type: 'string' }, { type: 'integer' }, {}, { type: 'array' }]))

/** A reported attempt, of which one member or another is anything. */
function attemptOf(values: FuzzedValues): unknown {
  const name = values.pick(['a', '漢'.repeat(300), 'x'.repeat(2_000), '__proto__', 'toString'])
  const attempt: Record<string, unknown> = {
    ...{ id: name, customer_reference: 'acme-corp', request_id: 'r', source: 'provider' },
    ...{ admitted_at: '2026-01-01T00:00:00Z', settled_at: '2026-01-01T00:00:00Z' },
    quantities: Object.fromEntries([[name, 1]]),
    event_references: [name],
  }
  const members = ['id', 'model', 'source', 'quantities', 'cost', 'scopes', 'properties', 'trace_id', 'settled_at']
  if (values.chance(0.7)) attempt[values.pick([...members, 'event_references'])] = junk(values)
  return values.chance(0.95) ? attempt : junk(values)
}

/** A catalog in outline: the names are right, what is below them seldom. */
function catalogOf(values: FuzzedValues): unknown {
  const meter = { name: 'm', values: { token_count: { name: 'n', type: 'NUMBER' } }, properties: {}, sums: {} }
  const parts = {
    meters: { [asText(junk(values))]: values.chance(0.5) ? meter : junk(values) },
    features: { [asText(junk(values))]: values.chance(0.5) ? { name: 'f', type: 'SWITCH' } : junk(values) },
    products: { [asText(junk(values))]: junk(values) },
    plans: { [asText(junk(values))]: junk(values) },
  }
  return Object.fromEntries(Object.entries(parts).filter(() => values.chance(0.5)))
}

function ofLocal(values: FuzzedValues): Asked {
  switch (values.pick([0, 1, 2, 3, 4, 5])) {
    case 0:
      return { method: 'GET', target: '/local/clock', body: undefined }
    case 1:
      return {
        method: 'POST',
        target: '/local/clock',
        body: { advance: values.chance(0.8) ? values.pick(ADVANCES) : junk(values) },
      }
    case 2:
      return {
        method: 'POST',
        target: '/local/clock',
        body: { now: values.chance(0.8) ? values.pick(INSTANTS) : junk(values) },
      }
    case 3:
      // A reset that is taken would empty what the other requests are about.
      return {
        method: 'POST',
        target: '/local/reset',
        body: { now: values.pick(['0001-01-01T00:00:00Z', 'x', null, 1]) },
      }
    case 4:
      return { method: 'GET', target: '/local/faults', body: undefined }
    default:
      // A fault that is taken is a 5xx by right.
      return {
        method: 'PUT',
        target: '/local/faults',
        body: { error_rate: 0, operations: junk(values), times: junk(values) },
      }
  }
}

const odd = (values: FuzzedValues): Asked => ({
  method: values.pick(METHODS),
  target: values.pick(ODD_TARGETS),
  body: values.chance(0.3) ? values.of({}) : undefined,
})

/** One request in four is damaged on the way. */
function mangled(values: FuzzedValues, request: HostileRequest): HostileRequest {
  const { target, headers, body } = request
  const at = Math.floor(values.pick([0.2, 0.4, 0.6, 0.8, 1]) * target.length)
  switch (values.pick(Array.from({ length: 32 }, (_, index) => index))) {
    case 0:
      return { ...request, target: `${target.slice(0, at)}${values.pick(ESCAPES)}${target.slice(at)}` }
    case 1:
      return {
        ...request,
        target: `${target}${target.includes('?') ? '&' : '?'}${values.pick(ESCAPES)}=${values.pick(ESCAPES)}`,
      }
    case 2:
      return target.endsWith('reset') ? request : { ...request, method: values.pick(METHODS) }
    case 3:
      return { ...request, headers: { ...headers, 'content-type': values.pick(TYPES) } }
    case 4:
      return { ...request, headers: { ...headers, 'content-encoding': values.pick(ENCODINGS) } }
    case 5:
      return body === undefined
        ? request
        : { ...request, body: body.subarray(0, Math.max(1, Math.floor(body.length / 2))) }
    case 6:
      return body === undefined ? request : { ...request, body: Buffer.from(body.toString().replace('"', '"\\u0000')) }
    case 7: {
      const packed = gzipSync(body ?? Buffer.from('{'))
      const end = values.chance(0.5) ? packed.length : Math.floor(packed.length / 2)
      return { ...request, headers: { ...headers, 'content-encoding': 'gzip' }, body: packed.subarray(0, end) }
    }
    default:
      return request
  }
}
