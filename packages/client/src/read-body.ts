/**
 * Reads a body whole, as text where that is asked for and cheaper than bytes; undefined when it is larger than
 * `maxBytes` (the rest is not read). Throws what breaks the stream off.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  asText: boolean,
): Promise<Uint8Array<ArrayBuffer> | string | undefined> {
  const length = response.headers.get('Content-Length')
  // With a length and no compression the HTTP parser itself stops at that length, so the quick way is bounded too.
  if (length !== null && response.headers.get('Content-Encoding') === null) {
    if (Number(length) <= maxBytes) return asText ? response.text() : new Uint8Array(await response.arrayBuffer())
    await response.body?.cancel()
    return undefined
  }
  return response.body === null ? new Uint8Array() : collect(response.body.getReader(), maxBytes)
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > maxBytes) {
      await reader.cancel()
      return undefined
    }
    chunks.push(part.value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}
