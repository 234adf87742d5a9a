/**
 * OpenAI's rule of thumb for English text: a token is about four characters. UTF-8 bytes keep it usable for other
 * scripts.
 */
const BYTES_PER_TOKEN = 4

/** Estimates the tokens of a text: of a prompt, or of a partial answer. */
export function tokensOfText(text: string): number {
  return tokensOfBytes(textBytes(text))
}

/** Estimates the tokens of a text of which only the UTF-8 bytes are known. */
export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN)
}

interface NativeBuffer {
  byteLength(text: string): number
}

/**
 * The runtime's own `Buffer`, where it has one: 20 times faster than a loop. It is looked up by name, so that no
 * bundler brings one along.
 */
const native = (globalThis as { readonly [name: string]: unknown })['Buffer'] as NativeBuffer | undefined

/** Counts the UTF-8 bytes of a text. */
export const textBytes: (text: string) => number =
  typeof native?.byteLength === 'function' ? (text) => native.byteLength(text) : countUtf8Bytes

/**
 * Counts UTF-8 bytes in a runtime that has nothing for it. A lone surrogate counts as the three bytes of its
 * replacement.
 */
export function countUtf8Bytes(text: string): number {
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4
      index += 1
    } else bytes += 3
  }
  return bytes
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
