import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'

async function bundle(format: 'esm' | 'iife', external: string[] = []) {
  const build = await rolldown({
    input: new URL('../src/index.ts', import.meta.url).pathname,
    // Neither Node's nor a browser's modules are known: an import of one would be left standing and be seen below.
    platform: 'neutral',
    external,
    resolve: { conditionNames: ['@tallygate/source', 'import', 'default'], mainFields: ['module', 'main'] },
  })
  const { output } = await build.generate({ format, minify: true, name: 'rating' })
  await build.close()
  return { code: output[0].code, imports: [...output[0].imports, ...output[0].dynamicImports] }
}

const compressed = (code: string) => gzipSync(code, { level: 9 }).byteLength

describe('the bundle of everything that is exported', () => {
  let alone: Awaited<ReturnType<typeof bundle>>
  let whole: Awaited<ReturnType<typeof bundle>>
  beforeAll(async () => {
    alone = await bundle('esm', ['@tallygate/billing-period'])
    whole = await bundle('iife')
  })

  // Stated in the README. Raise it with a reason only. A bundle that lost its content would be small too.
  it('is below 32 kB without its dependency, minified and compressed', () => {
    expect(compressed(alone.code)).toBeLessThan(32_000)
    expect(compressed(alone.code)).toBeGreaterThan(8_000)
    expect(alone.imports.toSorted()).toEqual(['@tallygate/billing-period'])
  })

  it('is below 53 kB with all that it needs', () => {
    expect(compressed(whole.code)).toBeLessThan(53_000)
    expect(whole.imports).toEqual([])
    expect(whole.code).not.toMatch(/\bnode:|\brequire\(/)
  })

  it('works where there is nothing of Node and nothing of a page', () => {
    const context = createContext({ Intl })
    const source = `${whole.code};
      const third = rating.Decimal.ONE.dividedBy(rating.Decimal.fromInteger(3));
      third.plus(third).plus(third).toString() + typeof process + typeof window`
    expect(runInContext(source, context)).toBe('1undefinedundefined')
  })
})
