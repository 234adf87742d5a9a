import { describe, expect, test } from 'vitest'
import { gif, jpeg, png, webp } from '../../test/pictures.ts'
import { base64Source, bytesSource } from './byte-source.ts'
import { pictureSize } from './picture-size.ts'

describe('pictureSize', () => {
  const want = { width: 1200, height: 800 }
  test.each([
    ['PNG', png(1200, 800), want],
    ['JPEG behind a preview', jpeg(1200, 800), want],
    ['GIF', gif(1200, 800), want],
    ['WebP with extensions', webp('VP8X', 1200, 800), want],
    ['lossy WebP', webp('VP8 ', 1200, 800), want],
    ['lossless WebP', webp('VP8L', 1200, 800), want],
    ['a picture without size', png(0, 800), undefined],
    ['a JPEG that ends early', jpeg(1200, 800).subarray(0, 100), undefined],
    ['another file', Buffer.from('%PDF-1.7'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ])('%s', (_name, bytes, size) => {
    expect(pictureSize(bytesSource(bytes))).toEqual(size)
    expect(pictureSize(base64Source(bytes.toString('base64')))).toEqual(size)
    expect(pictureSize(base64Source(bytes.toString('base64url')))).toEqual(size)
  })
})

test('a source of base64 has the bytes of a decoder', () => {
  const bytes = Buffer.from(Array.from({ length: 259 }, (_, index) => (index * 7) % 256))
  for (const length of [0, 1, 2, 3, 4, 258, 259]) {
    const part = bytes.subarray(0, length)
    const source = base64Source(part.toString('base64'))
    expect(Array.from({ length: source.length }, (_, index) => source.at(index))).toEqual([...part])
    expect([source.at(-1), source.at(source.length)]).toEqual([-1, -1])
  }
})
