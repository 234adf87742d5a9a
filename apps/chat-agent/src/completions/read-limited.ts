import type { IncomingMessage } from 'node:http'

/** The whole of a body; destroys it and throws when it is larger than `limitBytes`. */
export async function readLimited(body: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes: Buffer = chunk
    size += bytes.length
    if (size > limitBytes) throw new Error(`The body is larger than ${limitBytes} bytes`)
    chunks.push(bytes)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)
}
