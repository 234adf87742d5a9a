/**
 * The bytes of an attachment, read one at a time: a picture's size stands in its first bytes, so nothing is decoded as
 * a whole.
 */
export interface ByteSource {
  readonly length: number
  /** The byte at a position, or -1 where there is none. */
  at(position: number): number
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Values of the characters of base64 and base64url; -1 for all others. */
const VALUES: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (character === '+' || character === '-') return 62
  if (character === '/' || character === '_') return 63
  return ALPHABET.indexOf(character)
})

/** Makes a source of base64 without line breaks. */
export function base64Source(base64: string): ByteSource {
  let characters = base64.length
  while (characters > 0 && base64[characters - 1] === '=') characters -= 1
  const length = Math.floor((characters * 3) / 4)
  return {
    length,
    at(position) {
      if (position < 0 || position >= length) return -1
      const start = Math.floor((position * 8) / 6)
      const high = VALUES[base64.charCodeAt(start)] ?? -1
      const low = VALUES[base64.charCodeAt(start + 1)] ?? -1
      if (high < 0 || low < 0) return -1
      const shift = (position % 3) * 2 + 2
      return ((high << shift) | (low >> (6 - shift))) & 0xff
    },
  }
}

/** Makes a source of bytes. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, at: (position) => bytes[position] ?? -1 }
}
