import { describe, expect, it } from 'vitest'
import { filesBelow, readText } from './workspace.ts'

/** The width to which the formatter holds code. It leaves comments alone, so that this test holds them. */
const WIDTH = 120

/** Words of the glossary: the phrase that is not written, and the one that is. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/how-manieth/i, 'nth'],
  [/in earnest/i, 'in production'],
  [/\b(is|are|was|were) told of\b/i, 'is reported to, or: learns of'],
  [
    /\b(text|number|count|date|value|string|instant|function|name|url|id|body) (that|which) (is|are) none\b/i,
    'invalid',
  ],
  [/\bwait(ed|ing|s)? (for )?(each other )?in a circle/i, 'deadlock'],
]

const KINDS: Readonly<Record<string, RegExp>> = {
  tsx: /^\s*(\/\/|\/\*|\*)/,
  ts: /^\s*(\/\/|\/\*|\*)/,
  js: /^\s*(\/\/|\/\*|\*)/,
  css: /^\s*(\/\*|\*)/,
  sql: /^\s*--/,
  yaml: /^\s*#/,
}

const files = ['apps', 'packages', 'openapi', '.github']
  .flatMap((folder) => filesBelow(folder))
  .concat('README.md')
  .filter(
    (path) => !/\/(generated|released)\//.test(path) && !path.endsWith('packages/repository-rules/src/words.test.ts'),
  )

const extensionOf = (path: string): string => path.split('.').at(-1) ?? ''

describe('the words of the repository', () => {
  it(`keep the width of the code in comments: ${WIDTH} columns`, () => {
    const tooWide = files.flatMap((path) => {
      const comment = KINDS[extensionOf(path)]
      if (comment === undefined) return []
      return readText(path)
        .split('\n')
        .flatMap((line, index) => ([...line].length > WIDTH && comment.test(line) ? [`${path}:${index + 1}`] : []))
    })
    expect(tooWide).toEqual([])
  })

  it('are those of the glossary', () => {
    const found = files
      .filter((path) => /\.(tsx?|js|css|sql|ya?ml|md|html)$/.test(path))
      .flatMap((path) => {
        // A phrase may go on in the next line of a comment.
        const text = readText(path).replace(/\n\s*(\/\/|\*|--|#)?\s*/g, ' ')
        return BANNED.flatMap(([phrase, better]) => {
          const match = phrase.exec(text)
          return match === null ? [] : [`${path}: "${match[0]}"; say: ${better}`]
        })
      })
    expect(found).toEqual([])
  })

  it('begin a docstring with a verb, or with an article and a noun', () => {
    const found = files.flatMap((path) =>
      /\.tsx?$/.test(path)
        ? [...readText(path).matchAll(/\/\*\*[\s*]*(What|Whether|How|Who|Where|When|Which|Why)\b.{0,40}/g)].map(
            (match) => `${path}: ${match[0]}`,
          )
        : [],
    )
    expect(found).toEqual([])
  })
})
