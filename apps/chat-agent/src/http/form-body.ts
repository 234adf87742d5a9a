import type { RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'
import { readBytes } from './read-bytes.ts'

/**
 * Reads the body of a request, a form with files of at most `limitBytes`, into `request.body`. Anything else becomes an
 * `AgentError`: 413 too large, 415 no form by its header or compressed, 400 a form that cannot be read.
 */
export function formBody(limitBytes: number): RequestHandler {
  return async (request, _response, next) => {
    const type = request.get('content-type') ?? ''
    if (request.get('content-encoding') !== undefined || !/^multipart\/form-data\s*;/i.test(type)) {
      const message = 'Send the body as multipart/form-data, and not compressed'
      return next(new AgentError('invalid_request', message, { status: 415, details: { field: 'Content-Type' } }))
    }
    const bytes = await readBytes(request, limitBytes)
    request.body = await formOf(bytes, type)
    next()
  }
}

async function formOf(bytes: Buffer<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch (cause) {
    throw new AgentError('invalid_request', 'The body is not the form that Content-Type says', {
      details: { field: 'body' },
      cause,
    })
  }
}
