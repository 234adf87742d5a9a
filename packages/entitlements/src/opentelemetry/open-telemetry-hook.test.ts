import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { exportedNames } from '@tallygate/test-kit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask, granted, type Setup, setUp, spent } from '../../test/setup.ts'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { openTelemetryHook } from './open-telemetry-hook.ts'

let spans: InMemorySpanExporter
let tracing: TracerProvider
let metrics: InMemoryMetricExporter
let metering: MeterProvider
let setup: Setup

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterAll(() => context.disable())

beforeEach(() => {
  spans = new InMemorySpanExporter()
  tracing = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] })
  metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  // Exported when the test asks for it, and at no other time.
  const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 3_600_000 })
  metering = new MeterProvider({ readers: [reader] })
  const hook = openTelemetryHook({
    tracer: tracing.getTracer('test'),
    meter: metering.getMeter('test'),
    provider: 'openai',
    now: () => setup.clock.now,
  })
  setup = setUp({ onEvent: hook })
})
afterEach(async () => {
  await setup.end()
  await tracing.shutdown()
  await metering.shutdown()
})

/**
 * Reads the exported values of a metric: its unit, and the value of each series by its attributes; of a histogram the
 * sum and the count.
 */
async function metric(name: string) {
  await metering.forceFlush()
  const found = metrics
    .getMetrics()
    .at(-1)
    ?.scopeMetrics.flatMap((scope) => scope.metrics)
    .find(({ descriptor }) => descriptor.name === name)
  return {
    unit: found?.descriptor.unit,
    series: found?.dataPoints.map(({ attributes, value }) => [
      attributes,
      typeof value === 'object' && 'count' in value ? { sum: value.sum, count: value.count } : value,
    ]),
  }
}

const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name)

describe('openTelemetryHook', () => {
  it('writes reserve and settle under the span of the application, and the delivery on its own', async () => {
    const tracer = tracing.getTracer('application')
    await tracer.startActiveSpan('POST /v1/chat', async (span) => {
      const { reservation } = granted(await setup.entitlements.reserve(ask('r')))
      await reservation.settle({ ...spent(8, 5), model: 'gpt-4o' })
      span.end()
    })
    await setup.entitlements.flush()
    const [request] = named('POST /v1/chat')
    const [reserve] = named('tallygate.reserve')
    const [settle] = named('tallygate.settle')
    const [deliver] = named('tallygate.deliver')
    for (const span of [reserve, settle]) {
      expect(span?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId)
      expect(span?.kind).toBe(SpanKind.INTERNAL)
    }
    expect(deliver?.parentSpanContext).toBeUndefined()
    expect(deliver?.kind).toBe(SpanKind.PRODUCER)
    expect(reserve?.attributes).toEqual({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'tallygate.attempt.id': 'c:r:1',
      'tallygate.customer': 'c',
      'tallygate.decision': 'granted',
      'tallygate.held_tokens': 100,
    })
    expect(settle?.attributes).toEqual({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o',
      'gen_ai.usage.input_tokens': 8,
      'gen_ai.usage.output_tokens': 5,
      'tallygate.attempt.id': 'c:r:1',
      'tallygate.customer': 'c',
      'tallygate.usage.source': 'provider',
      'tallygate.late': false,
    })
    expect(deliver?.attributes).toEqual({ 'tallygate.events': 2, 'tallygate.duplicates': 0 })
  })

  it('tells how long a span took, by the clock of the entitlements', async () => {
    let open = (): void => undefined
    setup.stub.gate = new Promise((resolve) => {
      open = resolve
    })
    const reserving = setup.entitlements.reserve(ask('r'))
    setup.clock.now += 1_500
    open()
    await reserving
    expect(named('tallygate.reserve')[0]?.duration).toEqual([1, 500_000_000])
    expect((await metric('tallygate.reserve.duration')).series).toEqual([
      [{ 'tallygate.decision': 'granted' }, { sum: 1.5, count: 1 }],
    ])
  })

  it('says why a request was denied, and counts a check that was denied as no attempt', async () => {
    await setup.entitlements.reserve(ask('r', { model: 'o1' }))
    const { customer, estimate } = ask('r')
    await setup.entitlements.check({ customer, estimate, model: 'o1' })
    const denied = {
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'o1',
      'tallygate.customer': 'c',
      'tallygate.decision': 'denied',
      'tallygate.denial.reason': 'model_not_entitled',
      'tallygate.feature': 'available_models',
    }
    expect(named('tallygate.reserve').map(({ attributes }) => attributes)).toEqual([denied])
    expect(named('tallygate.check').map(({ attributes }) => attributes)).toEqual([denied])
    expect(await metric('tallygate.attempts')).toEqual({
      unit: '{attempt}',
      series: [[{ 'tallygate.attempt.state': 'denied', 'tallygate.denial.reason': 'model_not_entitled' }, 1]],
    })
  })

  it('counts tokens by kind and model as the conventions have it, and never names a customer', async () => {
    for (const id of ['r1', 'r2']) {
      const { reservation } = granted(await setup.entitlements.reserve(ask(id)))
      await reservation.settle(spent(8, 5))
    }
    const series = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini',
    }
    expect(await metric('gen_ai.client.token.usage')).toEqual({
      unit: '{token}',
      series: [
        [
          { ...series, 'gen_ai.token.type': 'input' },
          { sum: 16, count: 2 },
        ],
        [
          { ...series, 'gen_ai.token.type': 'output' },
          { sum: 10, count: 2 },
        ],
      ],
    })
    await setup.entitlements.flush()
    await metering.forceFlush()
    expect(JSON.stringify(metrics.getMetrics())).not.toMatch(/"c"|customer/)
  })

  it('counts what became of attempts and of events, and marks a failed delivery as an error', async () => {
    let away = true
    setup.stub.fault = ({ method }) => (method === 'POST' && away ? new Error('away') : undefined)
    const reserve = async (id: string) => granted(await setup.entitlements.reserve(ask(id))).reservation
    await (await reserve('r1')).release('429')
    const settled = await reserve('r2')
    await settled.settle(spent(1, 1))
    await settled.settle(spent(1, 2))
    await (await reserve('r3')).settle({ ...spent(1, 1), source: 'estimate' })
    await expect(setup.entitlements.flush({ deadlineMs: 50 })).rejects.toThrow()
    away = false
    await setup.entitlements.flush()
    const model = { 'gen_ai.request.model': 'gpt-4o-mini' }
    expect((await metric('tallygate.attempts')).series).toEqual([
      [{ 'tallygate.attempt.state': 'reserved', ...model }, 3],
      [{ 'tallygate.attempt.state': 'released', ...model }, 1],
      [{ 'tallygate.attempt.state': 'settled', 'tallygate.usage.source': 'provider', ...model }, 1],
      [{ 'tallygate.attempt.state': 'conflict', ...model }, 1],
      [{ 'tallygate.attempt.state': 'unsettled', 'tallygate.unsettled.cause': 'estimate' }, 1],
    ])
    const delivered = await metric('tallygate.delivery.events')
    expect(delivered.unit).toBe('{event}')
    expect(delivered.series).toContainEqual([{ 'tallygate.delivery.outcome': 'delivered' }, 2])
    expect(delivered.series).toContainEqual([
      expect.objectContaining({ 'tallygate.delivery.outcome': 'failed', 'error.type': expect.any(String) }),
      expect.any(Number),
    ])
    const failed = named('tallygate.deliver').find(({ status }) => status.code === SpanStatusCode.ERROR)
    expect(failed?.attributes).toMatchObject({ 'tallygate.events': 2, 'error.type': expect.any(String) })
  })

  it('counts what the stated policy answered', async () => {
    setup.stub.fault = () => new Error('away')
    await setup.entitlements.reserve(ask('r'))
    expect((await metric('tallygate.unavailable')).series).toEqual([
      [expect.objectContaining({ 'tallygate.part': 'billing_api', 'tallygate.policy': 'deny' }), 1],
    ])
    expect(named('tallygate.reserve')[0]?.attributes).toMatchObject({
      'tallygate.denial.reason': 'entitlements_unavailable',
    })
  })

  it('counts thresholds and passed limits by feature or kind of level', () => {
    const hook = openTelemetryHook({ meter: metering.getMeter('test') })
    const scope = { kind: 'user', id: 'ada', of: 'tokens', per: 'day' } as const
    hook({ type: 'threshold_reached', customer: 'c', scope, threshold: 80, used: 8, limit: 10, resetsAt: new Date(0) })
    hook({ type: 'limit_passed', customer: 'c', id: 'c:r:1', model: 'm', feature: 'budget', limit: 10, by: 2 })
    return Promise.all([
      expect(metric('tallygate.limit.thresholds')).resolves.toEqual({
        unit: '{threshold}',
        series: [[{ 'tallygate.limit': 'user', 'tallygate.limit.threshold': 80 }, 1]],
      }),
      expect(metric('tallygate.limit.passed')).resolves.toEqual({
        unit: '{request}',
        series: [[{ 'tallygate.limit': 'budget' }, 1]],
      }),
    ])
  })

  it('writes to the global providers when it is told no others', () => {
    trace.setGlobalTracerProvider(tracing)
    openTelemetryHook()({
      type: 'reserved',
      id: 'c:r:1',
      customer: 'c',
      model: 'gpt-4o',
      heldTokens: 1,
      unchecked: false,
      durationMs: 2,
    })
    trace.disable()
    expect(named('tallygate.reserve')).toHaveLength(1)
    expect(named('tallygate.reserve')[0]?.instrumentationScope.name).toBe('@tallygate/entitlements')
  })

  it('refuses an option that it does not know', () => {
    let thrown: unknown
    try {
      openTelemetryHook({ traces: true } as object)
    } catch (error) {
      thrown = error
    }
    expect(InvalidOptionError.isInstance(thrown) && thrown.option).toBe('traces')
  })
})

it('makes exactly these names public', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "activeTraceId",
      "openTelemetryHook",
      "type OpenTelemetryOptions",
    ]
  `)
})
