import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { ApiFault } from './api-fault.ts'

/** The largest body of an operation: a batch of 1,000 events with every member filled is about 1 MB. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024

/** JSON in the one encoding that it has between systems; other charsets would make other texts of the same bytes. */
const isJson = (message: { readonly headers: { readonly 'content-type'?: string | undefined } }): boolean => {
  const type = message.headers['content-type']
  if (type === undefined) return false
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type) ?? []
  return /^application\/(json|[a-z0-9.+-]+\+json)\s*(;|$)/i.test(type) && /^utf-?8$/i.test(charset)
}

/**
 * Reads a JSON body of at most `limit` bytes, and refuses a body of another media type with 415. With `evenEmpty` the
 * type is held to that without a body, too: the three types of a form are the ones that a browser sends without asking
 * the server first.
 */
export function jsonBody(limit: number, { evenEmpty = false } = {}): RequestHandler {
  const parse = express.json({ limit, strict: true, type: isJson })
  return (request: Request, response: Response, next: NextFunction): void => {
    const { headers } = request
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    if ((hasBody || (evenEmpty && headers['content-type'] !== undefined)) && !isJson(request)) {
      const message = 'Send the body as application/json, in UTF-8'
      throw new ApiFault({ code: 'UNSUPPORTED_MEDIA_TYPE', field: 'Content-Type', message })
    }
    parse(request, response, next)
  }
}
