import { describe, expect, it } from 'vitest'
import { calculate } from './calculate.ts'

describe('calculate', () => {
  it.each([
    ['a product', '17 * 23', 391],
    ['products before sums', '2 + 3 * 4', 14],
    ['from left to right', '20 / 4 / 5 - 1 - 2', -2],
    ['brackets', '(2 + 3) * 4', 20],
    ['a minus before a number and before a bracket', '-(4 - 6) * -3', -6],
    ['decimals without spaces', '1.5*4', 6],
  ])('%s', (_, expression, want) => {
    expect(calculate(expression)).toBe(want)
  })

  it.each([
    ['nothing', '', /Expected a number, got the end/],
    ['words', 'process.exit()', /Expected a number, got "p"/],
    ['an operator too many', '1 + * 2', /got "\*"/],
    ['an open bracket', '(1 + 2', /not closed/],
    ['something after the end', '1 + 2)', /Expected the end, got "\)"/],
    ['a division by zero', '1 / 0', /not a finite number/],
    ['an endless expression', '('.repeat(201), /longer than 200/],
  ])('refuses %s with a sentence for the model', (_, expression, want) => {
    expect(() => calculate(expression)).toThrow(want)
  })
})
