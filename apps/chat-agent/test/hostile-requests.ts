import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** A request as its bytes go out. */
export interface HostileRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

/** Numbers from 0 to below 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const PIECES = [
  '%00',
  '%',
  '%zz',
  '%c0%af',
  '..',
  '%2e%2e',
  '//',
  '',
  ' ',
  '%ed%a0%80',
  'a'.repeat(9_000),
  "'",
  '{x}',
  '%0d%0ax:y',
  '\u00e9',
]
const TEXTS = [
  '',
  '\0',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  'x'.repeat(40_000),
  '{{7*7}}',
  '\r\n',
  'gpt-4o\0',
  '\u{1f600}',
  '%00',
  'null',
]
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -0,
  1.5,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { toString: 1 },
  { __proto__: 1 },
]
const DEEP = 200_000

export interface HostileOptions {
  /** Paths that are served, each with the methods that it takes. */
  readonly routes: readonly (readonly [path: string, method: string])[]
  readonly keys: readonly string[]
  /** Bodies that are taken, by path. */
  readonly bodies: Readonly<Record<string, object>>
}

/** Makes requests that are wrong in one to three ways, the same ones for the same random numbers. */
export function hostileRequests({ routes, keys, bodies }: HostileOptions, random: () => number): () => HostileRequest {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const chance = (share: number): boolean => random() < share
  const value = (): unknown => (chance(0.5) ? pick(TEXTS) : pick(VALUES))

  const mutated = (given: unknown, depth = 0): unknown => {
    if (chance(0.15)) return value()
    if (Array.isArray(given)) return given.map((item) => mutated(item, depth + 1))
    if (typeof given !== 'object' || given === null) return given
    const members = Object.entries(given).map(([name, item]): [string, unknown] => [
      chance(0.03) ? pick(TEXTS) : name,
      mutated(item, depth + 1),
    ])
    if (chance(0.2)) members.push([pick(TEXTS), value()])
    return Object.fromEntries(members)
  }
  const pathOf = (path: string): string => {
    if (chance(0.6)) return path
    const parts = path.split('/')
    parts.splice(1 + Math.floor(random() * parts.length), chance(0.5) ? 1 : 0, pick(PIECES))
    return chance(0.3) ? `${parts.join('/')}?${pick(PIECES)}=${pick(PIECES)}&${pick(PIECES)}` : parts.join('/')
  }
  const bodyOf = (path: string): { readonly body: Buffer; readonly encoding?: string } => {
    const json = JSON.stringify(mutated(bodies[path] ?? {})) ?? ''
    const kind = Math.floor(random() * 12)
    if (kind === 0) return { body: Buffer.from(`{"model":"gpt-4o","messages":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`) }
    if (kind === 1) return { body: Buffer.from(json.slice(0, Math.floor(random() * json.length))) }
    if (kind === 2) return { body: Buffer.from([...Buffer.from(json), 0xc3, 0x28]) }
    if (kind === 3) return { body: Buffer.from(json), encoding: pick(['gzip', 'deflate', 'br', 'zstd', 'none', '']) }
    if (kind === 4)
      return {
        body: pick([gzipSync, deflateSync, brotliCompressSync, zstdCompressSync])(json),
        encoding: pick(['gzip', 'deflate', 'br', 'zstd']),
      }
    if (kind === 5) return { body: Buffer.from(json.replace('}', `,"\\u0000":"\\ud800"}`)) }
    return { body: Buffer.from(json) }
  }
  const headersOf = (): Record<string, string> => ({
    ...(chance(0.9)
      ? {
          authorization: chance(0.9)
            ? `Bearer ${pick(keys)}`
            : pick(['Bearer', 'Basic eA==', `Bearer ${'x'.repeat(500)}`, 'Bearer \u00ff']),
        }
      : {}),
    ...(chance(0.1) ? { 'x-request-id': pick(['a', 'a b', '../..', 'x'.repeat(300), '\u00ff']) } : {}),
    ...(chance(0.05) ? { origin: pick(['null', 'http://evil.example', 'x']) } : {}),
    ...(chance(0.05) ? { accept: pick(['', '*/*;q=x', 'text/html']), range: 'bytes=9-1' } : {}),
    ...(chance(0.05) ? { 'if-none-match': '"x', 'if-modified-since': 'never' } : {}),
  })

  return () => {
    const [path, method] = pick(routes)
    const asked = {
      method: chance(0.9) ? method : pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']),
      path: pathOf(path),
    }
    const headers = headersOf()
    if (asked.method === 'GET' || asked.method === 'HEAD') return { ...asked, headers }
    const { body, encoding } = bodyOf(path)
    const type = chance(0.95)
      ? 'application/json'
      : pick(['text/plain', '', 'application/json; charset=x', 'application/x-www-form-urlencoded'])
    return {
      ...asked,
      body,
      headers: {
        ...headers,
        'content-type': type,
        'content-length': String(body.length),
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      },
    }
  }
}
