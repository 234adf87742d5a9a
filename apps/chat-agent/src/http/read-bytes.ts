import type { IncomingMessage } from 'node:http'
import { AgentError } from './agent-error.ts'

/**
 * Reads the whole body of a request. The answer to a body that is too large goes out at once, and what still arrives is
 * discarded.
 * @throws AgentError 413 for a body of more than `limitBytes`, 400 for one that ended before its stated length.
 */
export function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (settle: () => void) => {
      request.off('data', onData).off('end', onEnd).off('aborted', onAborted).off('error', onAborted)
      // Later faults of this connection have nobody to tell.
      request.on('error', () => undefined)
      settle()
    }
    const tooLarge = () => {
      request.resume()
      reject(
        new AgentError('invalid_request', `The body is larger than ${limitBytes} bytes`, {
          status: 413,
          details: { field: 'body', limit_bytes: limitBytes },
        }),
      )
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) finish(tooLarge)
      else chunks.push(chunk)
    }
    const onEnd = () => finish(() => resolve(Buffer.concat(chunks, size)))
    const onAborted = () =>
      finish(() =>
        reject(
          new AgentError('invalid_request', 'The body ended before its stated length', { details: { field: 'body' } }),
        ),
      )
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge()
    request.on('data', onData).on('end', onEnd).on('aborted', onAborted).on('error', onAborted)
  })
}
