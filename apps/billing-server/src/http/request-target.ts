import type { Request } from 'express'
import { invalidField } from './api-fault.ts'

/** The target that the first line of a request asks for. */
export interface RequestTarget {
  /**
   * The path as it was sent, percent escapes and all: nothing is resolved, so that no check sees another path than a
   * route.
   */
  readonly pathname: string
  readonly search: URLSearchParams
  /** Host and port of a target in the form of a whole URL, which only proxies are sent; else `undefined`. */
  readonly authority: string | undefined
}

/** Reads a request's target. Throws for one that is neither a path nor a URL of HTTP. */
export function readTarget({ originalUrl }: Pick<Request, 'originalUrl'>): RequestTarget {
  const [, authority, target] = /^(?:https?:\/\/([^/?#]*))?([/?#].*)?$/is.exec(originalUrl) ?? []
  if (authority === undefined && target === undefined) throw invalidField('path', 'path must start with /')
  const [, pathname, query] = /^([^?#]*)(?:\?([^#]*))?/s.exec(target ?? '/') ?? []
  return { pathname: pathname || '/', search: new URLSearchParams(query), authority }
}
