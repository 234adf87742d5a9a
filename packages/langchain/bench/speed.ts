import type { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { CallbackHandler } from '@langfuse/langchain'
import { LangfuseSpanProcessor } from '@langfuse/otel'
import { trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import type { Entitlements } from '@tallygate/entitlements'
import { UsageCallbackHandler } from '../src/run/usage-callback-handler.ts'
import { InstantModel } from './instant-model.ts'

const ROUNDS = 61
/** Rounds until the code is warm, which are not counted. */
const WARM_UP_ROUNDS = 15
const CALLS_A_ROUND = 400
const STREAMS_A_ROUND = 20
const CHUNKS = 200

type Handlers = (() => BaseCallbackHandler) | undefined

/** Microseconds of processor time: nothing here waits, and a crowded machine must not count. */
function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began)
  return user + system
}

/** Median microseconds of one unit of work, in turns, so that all contenders see the same machine. */
async function inTurns<Name extends string>(
  contenders: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number>> {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round += 1)
    for (const [name, run] of Object.entries<() => Promise<number>>(contenders)) {
      const time = await run()
      if (round >= WARM_UP_ROUNDS) times[name as Name].push(time)
    }
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  return Object.fromEntries(Object.entries<number[]>(times).map(([name, all]) => [name, median(all)])) as Record<
    Name,
    number
  >
}

/** A wait for the background work of a call: the work is a part of the call's cost, and not of the next contender's. */
type Settle = () => Promise<void>
const nothing: Settle = async () => {}

const invokes =
  (model: InstantModel, handler: Handlers, settle: Settle = nothing) =>
  async () => {
    const began = process.cpuUsage()
    for (let call = 0; call < CALLS_A_ROUND; call += 1)
      await model.invoke('hello', handler === undefined ? {} : { callbacks: [handler()] })
    await settle()
    return cpuSince(began) / CALLS_A_ROUND
  }

const streams =
  (model: InstantModel, handler: Handlers, settle: Settle = nothing) =>
  async () => {
    const began = process.cpuUsage()
    for (let stream = 0; stream < STREAMS_A_ROUND; stream += 1)
      for await (const _chunk of await model.stream('hello', handler === undefined ? {} : { callbacks: [handler()] }));
    await settle()
    return cpuSince(began) / (STREAMS_A_ROUND * CHUNKS)
  }

/**
 * Measures a hold, its settlement and the delivery of its two events without LangChain: the part of a call that is not
 * of this package. The delivery costs two to three times the rest.
 */
const holds = (entitlements: Entitlements) => async () => {
  const estimate = { promptTokens: 9 }
  const began = process.cpuUsage()
  for (let call = 0; call < CALLS_A_ROUND; call += 1) {
    const request = { customer: 'demo-pro', model: 'gpt-4o-mini', requestId: crypto.randomUUID(), estimate }
    const decision = await entitlements.reserve(request)
    if (!decision.allowed) throw new Error(decision.message)
    await decision.reservation.settle({
      model: 'gpt-4o-mini',
      promptTokens: 9,
      completionTokens: 12,
      source: 'provider',
    })
  }
  await entitlements.flush()
  return cpuSince(began) / CALLS_A_ROUND
}

/**
 * Entitlements that deliver in batches of the default size and in large ones, to a process that acknowledges
 * everything.
 */
interface Measured {
  readonly entitlements: Entitlements
  readonly large: Entitlements
  readonly receiver: string
}

/**
 * Added time per call and per chunk, beside @langfuse/langchain in the same run. Both as they are used: with what they
 * record delivered over HTTP to \`receiver\`, in batches, before the clock stops.
 */
export async function measureSpeed({ entitlements, large, receiver }: Measured): Promise<readonly string[]> {
  const processor = new LangfuseSpanProcessor({ publicKey: 'public', secretKey: 'secret', baseUrl: receiver })
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }))
  const exported = () => processor.forceFlush()
  const ours = () => new UsageCallbackHandler({ entitlements, customer: 'demo-pro' })
  const oursLarge = () => new UsageCallbackHandler({ entitlements: large, customer: 'demo-pro' })
  const theirs = () => new CallbackHandler() as unknown as BaseCallbackHandler
  const model = new InstantModel()
  const call = await inTurns({
    none: invokes(model, undefined),
    ours: invokes(model, ours, () => entitlements.flush()),
    large: invokes(model, oursLarge, () => large.flush()),
    holds: holds(entitlements),
    theirs: invokes(model, theirs, exported),
  })
  const long = new InstantModel(CHUNKS)
  const chunk = await inTurns({
    none: streams(long, undefined),
    ours: streams(long, ours, () => entitlements.flush()),
    theirs: streams(long, theirs, exported),
  })
  await processor.shutdown()
  trace.disable()
  return [
    `a hold and its settlement without LangChain, its two events delivered: ${call.holds.toFixed(1)} µs`,
    line('added per call', call, 150),
    line('added per call, events in large batches', { ...call, ours: call.large }, 150),
    line('added per streamed chunk', chunk, 20),
  ]
}

function line(what: string, times: { none: number; ours: number; theirs: number }, goal: number): string {
  const [ours, theirs] = [times.ours - times.none, times.theirs - times.none]
  return `${what}: ${ours.toFixed(1)} µs (goal ${goal}), @langfuse/langchain ${theirs.toFixed(1)} µs: ${(ours / theirs).toFixed(2)} of it; the call itself ${times.none.toFixed(1)} µs`
}
