import type { Entitlements } from '@tallygate/entitlements'
import { UsageCallbackHandler } from '../src/run/usage-callback-handler.ts'
import { drained } from '../src/stream/drained.ts'
import { meterStream } from '../src/stream/meter-stream.ts'
import { InstantModel } from './instant-model.ts'

const CALLS = 100_000
const WARM_UP = 20_000
/** One call of ten is a stream whose reader leaves it. */
const LEAVES_EVERY = 10

/** Heap after 20,000 and after 100,000 calls, streams that their reader left among them, with nothing in flight. */
export async function measureMemory(entitlements: Entitlements): Promise<readonly string[]> {
  const handler = new UsageCallbackHandler({ entitlements, customer: 'demo-pro' })
  const model = new InstantModel(5)
  const run = async (calls: number) => {
    for (let call = 0; call < calls; call += 1) {
      if (call % LEAVES_EVERY !== 0) await model.invoke('hello', { callbacks: [handler] })
      else for await (const _chunk of meterStream((config) => model.stream('hello', config), { handler })) break
    }
    await drained(entitlements, { deadlineMs: 60_000 })
    await entitlements.flush({ deadlineMs: 600_000 })
  }
  await run(WARM_UP)
  const before = heap()
  await run(CALLS - WARM_UP)
  const after = heap()
  const perCall = ((after - before) / (CALLS - WARM_UP)) * 1024 * 1024
  return [
    `heap after ${WARM_UP} calls ${before.toFixed(1)} MB, after ${CALLS} calls ${after.toFixed(1)} MB: ${perCall.toFixed(0)} bytes a call`,
  ]
}

function heap(): number {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed / 1024 / 1024
}
