import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BillingServer, createBillingServer } from '../billing-server.ts'

const NEXT_BUILD = '<meta name="desk-nonce" content="{{nonce}}"><meta name="desk-local-key" content="{{local-key}}">'

describe('the pages of Desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallygate-desk-'))
  let server: BillingServer
  beforeAll(async () => {
    server = await createBillingServer({
      host: '127.0.0.1',
      port: 0,
      apiKey: 'local-test-key',
      dataDir: 'memory://',
      gracePeriod: 'PT8H',
      localControls: false,
      deskFolder: folder,
      logLevel: 'silent',
    })
  })
  afterAll(async () => {
    await server?.close()
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => {
    rmSync(folder, { recursive: true })
    mkdirSync(join(folder, 'assets'), { recursive: true })
  })
  const get = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init)
  const build = () => {
    writeFileSync(join(folder, 'index.html'), NEXT_BUILD)
    writeFileSync(join(folder, 'assets', 'index-a1B2.js'), 'export {}')
    writeFileSync(join(folder, 'assets', 'index-a1B2.js.gz'), gzipSync('export {}'))
  }

  it('say that Desk is being built, look again, and show it as soon as it is there', async () => {
    const before = await get('/desk')
    expect([before.status, before.headers.get('refresh')]).toEqual([503, '2'])
    expect(await before.text()).toContain('Desk is being built')
    build()
    expect((await get('/desk')).status).toBe(200)
  })

  it('say why Desk could not be built, as text, and do not look again', async () => {
    writeFileSync(join(folder, 'failure.txt'), 'no such file <b>')
    const answer = await get('/desk/meters')
    expect([answer.status, answer.headers.get('refresh')]).toEqual([503, null])
    expect(await answer.text()).toContain('no such file &#60;b&#62;')
  })

  it.each(['/desk', '/desk/', '/desk/meters/a%20b?page=2', '/desk/index.html'])(
    'answer %s with the shell',
    async (path) => {
      build()
      const answer = await get(path)
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const policy = answer.headers.get('content-security-policy') ?? ''
      const [, nonce] = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy) ?? []
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
      expect(await answer.text()).toBe(
        NEXT_BUILD.replace('{{nonce}}', String(nonce)).replace('{{local-key}}', 'local-test-key'),
      )
      expect((await get(path)).headers.get('content-security-policy')).not.toBe(policy)
    },
  )

  it('give files for a year, compressed for those who take it', async () => {
    build()
    for (const encoding of ['gzip', 'identity']) {
      const answer = await get('/desk/assets/index-a1B2.js', { headers: { 'accept-encoding': encoding } })
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      expect(answer.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null)
      expect(answer.headers.get('vary')).toBe('Accept-Encoding')
      expect(await answer.text()).toBe('export {}')
    }
  })

  it.each([
    '/desk/assets/index-gone.js',
    '/desk/assets/',
    '/desk/assets/..%2Findex.html',
    '/desk/assets/index-a1B2.js.gz',
    '/desk/assets/a/b.js',
  ])('give nothing else: %s', async (path) => {
    build()
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('take no page of another origin and no other method', async () => {
    build()
    expect((await get('/desk', { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403)
    expect((await get('/desk', { method: 'POST' })).status).toBe(404)
    const head = await get('/desk', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
