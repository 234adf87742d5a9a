import { isUtf8 } from 'node:buffer'
import type { RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'
import { readBytes } from './read-bytes.ts'

/**
 * Deepest nesting of a body: schemas of tools take some dozen levels, and what walks a value runs out of stack at some
 * thousand.
 */
const MAX_NESTING = 256

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/**
 * Reads the body of a request, a JSON object of at most `limitBytes`, into `request.body`. Anything else becomes an
 * `AgentError`: 413 too large, 415 not JSON by its header or compressed, 400 not JSON, not UTF-8, nested too deep, or
 * not an object.
 *
 * express.json() reads an oversized body to its end before it answers and decodes bad UTF-8 into replacement
 * characters; here the answer to an oversized body goes out at once and what still arrives is discarded, until the
 * server's `requestTimeout` ends the connection.
 */
export function jsonBody(limitBytes: number): RequestHandler {
  return async (request, _response, next) => {
    if (request.get('content-encoding') !== undefined || !isJson(request.get('content-type') ?? '')) {
      return next(
        new AgentError('invalid_request', 'Send the body as application/json, in UTF-8 and not compressed', {
          status: 415,
          details: { field: 'Content-Type' },
        }),
      )
    }
    request.body = parseObject(await readBytes(request, limitBytes))
    next()
  }
}

/** JSON in the one encoding that it has between systems: in another charset the same bytes would be another text. */
function isJson(type: string): boolean {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type) ?? []
  return /^application\/json\s*(;|$)/i.test(type) && /^utf-?8$/i.test(charset)
}

function parseObject(bytes: Buffer): object {
  if (!isUtf8(bytes))
    throw new AgentError('invalid_request', 'The body is not valid UTF-8', { details: { field: 'body' } })
  if (isNestedTooDeep(bytes))
    throw new AgentError('invalid_request', `The body is nested deeper than ${MAX_NESTING} levels`, {
      details: { field: 'body' },
    })
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new AgentError('invalid_request', 'The body is not valid JSON', { details: { field: 'body' } })
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new AgentError('invalid_request', 'The body must be a JSON object', { details: { field: 'body' } })
}

function isNestedTooDeep(bytes: Buffer): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (byte === undefined) return false
    if (isText && byte === BACKSLASH) index += 1
    else if (byte === QUOTE) isText = !isText
    else if (!isText && OPENING.has(byte)) depth += 1
    else if (!isText && CLOSING.has(byte)) depth -= 1
    if (depth > MAX_NESTING) return true
  }
  return false
}
