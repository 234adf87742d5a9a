import { describe, expect, it } from 'vitest'
import { filesBelow, readText } from './workspace.ts'

/** Waits with a limit of their own, or with one of a second: the way it is written, and what to write in its place. */
const IMPATIENT: readonly (readonly [RegExp, string])[] = [
  [/\bvi\.(waitFor|waitUntil)\(/g, 'expect.poll, which has the limit of all tests'],
  [/\bvi\.setConfig\(/g, 'the limit of all tests'],
  [/\.poll\([^\n]*\{[^}\n]*\btimeout\b/g, 'expect.poll without a limit'],
  [/^( *)[^\n]*\.poll\(\n(?:\1 [^\n]*\n)*?\1 +\{[^}\n]*\btimeout\b/gm, 'expect.poll without a limit'],
  [/\bwaitFor\([^\n]*\btimeoutMs\b/g, 'waitFor without a limit'],
  [/^( *)[^\n]*\bwaitFor\(\n(?:\1 [^\n]*\n)*?\1 +\{[^}\n]*\btimeoutMs\b/gm, 'waitFor without a limit'],
  [/^\s*(?:it|test|describe)\b[^\n]*\{ timeout: /gm, 'a test without a limit'],
  [/^ *(?:before|after)(?:Each|All)\([^\n]*, [\dA-Z_]+\)$/gm, 'a hook without a limit'],
  // A test or a hook over several lines: its beginning and its end stand in the same column.
  [/^( *)(?:it|test|(?:before|after)(?:Each|All))\b[^\n]*\n(?:\1 [^\n]*\n|\n)*\1\}, [\dA-Z_]+\)$/gm, 'no limit'],
  [/^( *)(?:it|test)\b[^\n]*\(\n(?:\1 [^\n]*\n|\n)*\1 {2}(?:\d|[A-Z_]+\b|\w*Ms\b)[^\n]*,\n\1\)$/gm, 'no limit'],
]

/** The wait of the test kit is tried on waits that end. */
const EXCEPTIONS = ['packages/test-kit/src/start-process.test.ts', 'packages/repository-rules/src/waits.test.ts']

const impatientIn = (text: string): string[] =>
  IMPATIENT.flatMap(([wait, better]) =>
    [...text.matchAll(wait)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length
      return `${line}: ${match[0].trim().split('\n')[0]}; write ${better}`
    }),
  )

describe('waits in tests', () => {
  it.each([
    ['a wait of one second', 'await vi.waitFor(() => expect(seen).toBe(1))'],
    ['a poll', 'await expect.poll(() => seen, { interval: 20, timeout: 2_000 }).toBe(1)'],
    [
      'a poll of several lines',
      'await expect\n  .poll(async () => (await all()).length, { timeout: SOON_MS })\n  .toBe(1)',
    ],
    ['a poll of many lines', 'await expect\n  .poll(\n    () => seen,\n    { timeout: 30_000 },\n  )\n  .toBe(1)'],
    ['a wait', "await waitFor(() => seen, { what: 'it', timeoutMs: 2_000 })"],
    ['a test', "  it('works', async () => {\n    await works()\n\n    await ends()\n  }, 30_000)"],
    ['a test by its options', "it('works', { timeout: 30_000 }, () => {})"],
    [
      'a test whose parts have lines',
      "  it(\n    'works',\n    async () => {\n      await works()\n    },\n    LONG_MS,\n  )",
    ],
    ['a hook', 'beforeAll(async () => {\n  await start()\n}, START_MS)'],
    ['a hook of one line', '  afterAll(() => server?.stop(), 60_000)'],
    ['all tests of a file', 'vi.setConfig({ testTimeout: 30_000 })'],
  ])('are found where %s has a limit of its own', (_name, text) => {
    expect(impatientIn(text)).toHaveLength(1)
  })

  it.each([
    'await expect.poll(() => seen, { interval: 200 }).toBe(1)',
    'it("works", async () => {\n  const timer = setTimeout(() => {\n    stop()\n  }, 20)\n})',
    "it(\n  'works',\n  async () => {\n    await works()\n  },\n)",
  ])('are left alone where they have none: %s', (text) => {
    expect(impatientIn(text)).toEqual([])
  })

  it('have the limit of all tests, which is generous', () => {
    const tests = ['apps', 'packages', 'openapi']
      .flatMap((folder) => filesBelow(folder))
      .filter((path) => /\.test\.ts$|\/test\/.*\.ts$/.test(path) && !EXCEPTIONS.includes(path))
    expect(tests.flatMap((path) => impatientIn(readText(path)).map((found) => `${path}:${found}`))).toEqual([])
  })
})
