import { describe, expect, it } from 'vitest'
import { importsBelow, isProduction } from './imports.ts'
import { filesBelow } from './workspace.ts'

/** The folders of packages, and the files beside them, from the ground up: each imports only what stands before it. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'apps/desk/src': [
    'assets.d.ts',
    'text',
    'api',
    'session',
    'parts',
    'shell',
    'meters',
    'features',
    'router.tsx',
    'main.tsx',
  ],
  'packages/ai-sdk/src': ['calls', 'middleware', 'tools', 'index.ts'],
  'packages/usage/src': ['outcome', 'reading', 'models', 'estimate', 'answer', 'stream', 'index.ts'],
  'packages/fetch/src': ['requests', 'calls', 'answers', 'metering', 'context.ts', 'index.ts', 'requests.ts'],
  'packages/langchain/src': [
    'usage',
    'run',
    'stream',
    'tools',
    'embeddings',
    'middleware',
    'index.ts',
    'middleware.ts',
  ],
}

describe.each(Object.entries(LAYERS))('%s', (source, order) => {
  /** The folder of a file, or the file itself where it stands beside the folders. */
  const placeOf = (path: string): string => path.slice(source.length + 1).split('/')[0] ?? ''

  it('has no other folders', () => {
    const there = new Set(filesBelow(source).filter(isProduction).map(placeOf))
    expect([...there].sort()).toEqual([...order].sort())
  })

  it('imports downwards', () => {
    const upwards = importsBelow(source)
      .filter(({ from, to }) => order.indexOf(placeOf(to)) > order.indexOf(placeOf(from)))
      .map(({ from, to }) => `${from} → ${to}`)
    expect(upwards).toEqual([])
  })
})
