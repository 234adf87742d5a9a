/** Longest expression: the depth of its brackets bounds the recursion. */
export const MAX_EXPRESSION_CHARACTERS = 200

/**
 * Evaluates `+ - * /`, brackets and decimal numbers in ordinary precedence, in binary floating point: it is a tool of a
 * chat, not of an invoice. Throws a sentence for the model when the expression is not one.
 */
export function calculate(expression: string): number {
  if (expression.length > MAX_EXPRESSION_CHARACTERS)
    throw new Error(`The expression is longer than ${MAX_EXPRESSION_CHARACTERS} characters`)
  const tokens = expression.match(/\d+(?:\.\d+)?|[-+*/()]|\S/g) ?? []
  let position = 0

  const sum = (): number => {
    let value = product()
    while (tokens[position] === '+' || tokens[position] === '-')
      value = tokens[position++] === '+' ? value + product() : value - product()
    return value
  }
  const product = (): number => {
    let value = factor()
    while (tokens[position] === '*' || tokens[position] === '/')
      value = tokens[position++] === '*' ? value * factor() : value / factor()
    return value
  }
  const factor = (): number => {
    const token = tokens[position++]
    if (token === '-') return -factor()
    if (token === '(') {
      const value = sum()
      if (tokens[position++] !== ')') throw new Error('A bracket is not closed')
      return value
    }
    if (token === undefined || !/^\d/.test(token))
      throw new Error(`Expected a number, got ${token === undefined ? 'the end' : `"${token}"`}`)
    return Number(token)
  }

  const value = sum()
  if (position < tokens.length) throw new Error(`Expected the end, got "${tokens[position]}"`)
  if (!Number.isFinite(value)) throw new Error('The result is not a finite number')
  return value
}
