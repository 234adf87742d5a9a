import { describe, expect, it } from 'vitest'
import { circlesIn, importsBelow, isProduction } from './imports.ts'
import { filesBelow, readText } from './workspace.ts'

const SERVER = 'apps/billing-server/src'

/**
 * The layers of the billing server, from the ground up. A folder (or a file beside the folders) imports what stands in
 * the rows above its own, and in its own row only what stands before it.
 */
const LAYERS: readonly (readonly string[])[] = [
  // The ground, and what every domain of a running server shares.
  [
    'resource-id.ts',
    'let-others-in.ts',
    'server-clock.ts',
    'database',
    'server-clock.store.ts',
    'http',
    'resources',
    'server-context.ts',
  ],
  // What is sold, to whom, and what was used.
  ['catalog', 'customers', 'metering', 'features'],
  ['invoicing'],
  ['subscriptions', 'wallets', 'explain', 'alerts', 'webhooks'],
  ['time-driven-work.ts', 'preview', 'what-if', 'search', 'operator', 'local', 'desk'],
  [
    'configuration-error.ts',
    'config.ts',
    'cryptographic-random.ts',
    'log-destination.ts',
    'serialize-error.ts',
    'billing-server.ts',
    'main.ts',
  ],
]

/** The folder of a file, or the file itself where it stands beside the folders. */
const placeOf = (path: string): string => path.slice(SERVER.length + 1).split('/')[0] ?? ''

const imports = importsBelow(SERVER)
const between = imports
  .map(({ from, to }) => ({ file: `${from} → ${to}`, from: placeOf(from), to: placeOf(to) }))
  .filter(({ from, to }) => from !== to)

/** The composition alone knows every part of a running server. */
const COMPOSITION: readonly string[] = [`${SERVER}/server-context.ts`, `${SERVER}/billing-server.ts`]

/** Finds uses of the whole context of the server: any that is neither imported nor picked from. */
const usesWholeContext = (text: string): boolean =>
  /\bServerContext\b/.test(text.replaceAll(/^import .*$|^import \{[^}]*\} from .*$|\bPick<\s*ServerContext\b/gm, ''))

describe('a function of the billing server takes what it needs', () => {
  it.each([
    ['the whole context', 'function run(context: ServerContext): void', true],
    ['a destructured one', 'function run({ stores }: ServerContext): void', true],
    ['what it needs', "function run({ stores }: Pick<ServerContext, 'stores'>): void", false],
    ['what it needs, in lines', "function run({ stores }: Pick<\n  ServerContext,\n  'stores'\n>): void", false],
    ['an import', "import type { ServerContext } from './server-context.ts'", false],
  ])('is told apart: %s', (_, text, whole) => {
    expect(usesWholeContext(text)).toBe(whole)
  })

  it('leaves the whole context to the composition', () => {
    const found = filesBelow(SERVER).filter(
      (path) => isProduction(path) && !COMPOSITION.includes(path) && usesWholeContext(readText(path)),
    )
    expect(found).toEqual([])
  })
})

describe('the billing server is built in layers', () => {
  const order = LAYERS.flat()

  it('names every folder in exactly one row', () => {
    const there = new Set(filesBelow(SERVER).filter(isProduction).map(placeOf))
    expect([...there].filter((name) => !order.includes(name))).toEqual([])
    expect(order.filter((name, index) => order.indexOf(name) !== index)).toEqual([])
  })

  it.each(order)('%s imports only what stands before it', (name) => {
    const upwards = between.filter(({ from, to }) => from === name && order.indexOf(to) > order.indexOf(from))
    expect(upwards.map(({ file }) => file)).toEqual([])
  })

  it('has no circle of folders', () => {
    expect(circlesIn(between)).toEqual([])
  })
})
