import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Express, Request, Response } from 'express'
import { ApiFault } from '../http/api-fault.ts'
import { DEFAULT_API_KEY } from '../http/api-keys.ts'
import { readTarget } from '../http/request-target.ts'
import type { AddRoutes } from '../http/route-family.ts'

/** Names of built files carry a hash of their content, so that a browser never asks for one again. */
const ASSET = /^\/desk\/assets\/([\w-]+(?:\.[\w-]+)*\.(js|css|svg))$/
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}
const ONE_YEAR = 'public, max-age=31536000, immutable'
/** The time after which the page of a build that is not there looks again. */
const LOOK_AGAIN_SECONDS = 2

export interface DeskPagesOptions {
  /** The folder of a build of Desk: `index.html` and `assets`, or `failure.txt`. It is read at each request. */
  readonly folder: string
  /** The key of this server. Where everybody knows it, the page offers it. */
  readonly apiKey: string
}

/**
 * Serves Desk at `/desk`: its files, and for every other path its shell, which knows the path. Neither needs a key:
 * they hold nothing of anybody, and what they ask of `/v1` needs one.
 */
export function deskPages({ folder, apiKey }: DeskPagesOptions): AddRoutes {
  const answer = async (request: Request, response: Response): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw missing()
    const { pathname } = readTarget(request)
    if (pathname.startsWith('/desk/assets/')) return sendAsset(request, response, folder)
    const nonce = randomBytes(16).toString('base64url')
    response.setHeader('Content-Security-Policy', policy(nonce))
    response.setHeader('Referrer-Policy', 'no-referrer')
    response.type('html')
    const shell = await readIfThere(join(folder, 'index.html'))
    if (shell !== undefined) {
      const key = apiKey === DEFAULT_API_KEY ? apiKey : ''
      response.send(shell.toString('utf8').replace('{{nonce}}', nonce).replace('{{local-key}}', key))
      return
    }
    const failure = await readIfThere(join(folder, 'failure.txt'))
    if (failure === undefined) response.setHeader('Refresh', String(LOOK_AGAIN_SECONDS))
    response.status(503).send(failure === undefined ? beingBuilt() : notBuilt(failure.toString('utf8')))
  }
  return (app: Express) => {
    app.use('/desk', answer)
  }
}

async function sendAsset(request: Request, response: Response, folder: string): Promise<void> {
  const [, name, extension = ''] = ASSET.exec(readTarget(request).pathname) ?? []
  if (name === undefined) throw missing()
  const path = join(folder, 'assets', name)
  const compressed = request.acceptsEncodings('gzip') ? await readIfThere(`${path}.gz`) : undefined
  const file = compressed ?? (await readIfThere(path))
  if (file === undefined) throw missing()
  if (compressed !== undefined) response.setHeader('Content-Encoding', 'gzip')
  response.setHeader('Vary', 'Accept-Encoding')
  response.setHeader('Cache-Control', ONE_YEAR)
  response.setHeader('Content-Type', MEDIA_TYPES[extension] ?? 'application/octet-stream')
  response.send(file)
}

/** The page loads from here alone; its styles are known by a word that is new for each answer. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const missing = (): ApiFault => new ApiFault({ code: 'RESOURCE_NOT_FOUND', message: 'Page does not exist' })

const plainPage = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tallygate Desk</title>${body}</html>\n`

const beingBuilt = (): string =>
  plainPage(
    '<h1>Desk is being built</h1><p>This page opens it as soon as it is there, a few seconds after the start.</p>' +
      '<p>Where nothing builds it: <code>pnpm --filter @tallygate/desk build</code></p>',
  )

const notBuilt = (reason: string): string =>
  plainPage(`<h1>Desk could not be built</h1><pre>${escapeHtml(reason)}</pre><p>The API is not affected.</p>`)

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
