import { expect, test } from 'vitest'
import { countUtf8Bytes, textBytes, tokensOfText } from './tokens-of-text.ts'

test.each(['', 'Hello', 'Grüße', '你好', '🙂🙂', '\ud83d', 'a\udc00b', 'x'.repeat(10_000)])(
  '%j has as many bytes in every runtime',
  (text) => {
    expect(countUtf8Bytes(text)).toBe(Buffer.byteLength(text))
    expect(textBytes(text)).toBe(Buffer.byteLength(text))
  },
)

test('a token is four bytes, rounded up', () => {
  expect(['', 'abcd', 'abcde', '你好'].map(tokensOfText)).toEqual([0, 1, 2, 2])
})
