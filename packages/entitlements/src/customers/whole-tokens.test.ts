import { describe, expect, it } from 'vitest'
import { TokenSum } from './whole-tokens.ts'

const sumOf = (...texts: string[]): number => {
  const sum = new TokenSum()
  for (const text of texts) sum.add(text)
  return sum.tokens()
}

describe('TokenSum', () => {
  it.each<[name: string, texts: string[], tokens: number]>([
    ['nothing', [], 0],
    ['whole numbers', ['1', '2', '3'], 6],
    ['halves, which are whole together', ['0.5', '0.5'], 1],
    ['a part of a token as one', ['1.2', '.1'], 2],
    ['tenths exactly', ['0.1', '0.2', '0.7'], 1],
    ['corrections', ['10.5', '-10.5'], 0],
    ['less than nothing', ['-3.5'], -3],
    ['numbers beyond what a double holds', ['9007199254740993', '-9007199254740000'], 993],
    ['more than any budget', ['90071992547409930', '1'], Number.MAX_SAFE_INTEGER],
  ])('adds up %s', (_, texts, tokens) => {
    expect(sumOf(...texts)).toBe(tokens)
  })

  it.each(['', '.', '-', '1e3', 'NaN', '1,5', ' 1', `0.${'1'.repeat(65)}`])('adds nothing for %j', (text) => {
    const sum = new TokenSum()
    expect([sum.add(text), sum.tokens()]).toEqual([false, 0])
  })
})
