import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'

/**
 * The rights of the page: to run its own script and style, and to talk to this agent. Nothing from elsewhere, nothing
 * inline, no frame, no form.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface PageOptions {
  /** True where the public demo keys are in use, so that the page may offer their tiers. */
  readonly hasDemoKeys: boolean
  readonly isSimulated: boolean
}

/**
 * The page at `/`, the reference at `/reference` and its document at `/openapi.json`: files as they are, and what the
 * page has to know about this agent.
 */
export function pageRoutes({ hasDemoKeys, isSimulated }: PageOptions): Router {
  const folder = fileURLToPath(new URL('../page', import.meta.url))
  const router = Router()
  router.use((_request, response, next) => {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY)
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    next()
  })
  router.get('/page/settings.json', (_request, response) => {
    response.json({ demo_keys: hasDemoKeys, simulated: isSimulated })
  })
  router.get('/', (_request, response) => response.sendFile('index.html', { root: folder }))
  router.get('/reference', (_request, response) => response.sendFile('reference.html', { root: folder }))
  router.get('/openapi.json', (_request, response) => response.sendFile('openapi.json', { root: folder }))
  router.use('/page', express.static(folder, { index: false, redirect: false, dotfiles: 'ignore', fallthrough: true }))
  return router
}
