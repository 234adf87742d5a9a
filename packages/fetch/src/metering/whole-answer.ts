import type { MeteredCall } from '@tallygate/entitlements/metering'

/**
 * Largest answer that is read in one piece. The largest are thousands of embeddings; one that is larger is passed on
 * and settled as an estimate.
 */
const MAX_WHOLE_BYTES = 128 * 1024 * 1024

/**
 * Reads an answer in one piece and settles it. Its bytes go on as they came.
 * @throws the error of a connection that broke; the call is settled as an estimate then.
 */
export async function readWhole(
  call: MeteredCall,
  body: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      size += value.length
      if (size > MAX_WHOLE_BYTES) {
        await call.settle(true)
        return passedOn(chunks, reader)
      }
    }
  } catch (error) {
    await call.settle(true)
    throw error
  }
  call.tally.add(parsed(chunks, size))
  await call.settle(false)
  return passedOn(chunks)
}

function passedOn(
  chunks: readonly Uint8Array[],
  rest?: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  const ready = chunks.values()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = ready.next()
      if (!next.done) return controller.enqueue(next.value)
      const { done, value } = (await rest?.read()) ?? { done: true, value: undefined }
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: async (reason) => await rest?.cancel(reason),
  })
}

function parsed(chunks: readonly Uint8Array[], size: number): unknown {
  const bytes = new Uint8Array(size)
  let position = 0
  for (const chunk of chunks) {
    bytes.set(chunk, position)
    position += chunk.length
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // Passed on as it is; the caller asked this provider and sees what it said.
    return undefined
  }
}
