import type { ByteSource } from './byte-source.ts'

/** The size of a picture in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/**
 * Bytes that are looked through for the size of a JPEG: a camera's preview stands before it, in segments of 64 KiB at
 * most.
 */
const MAX_SCANNED_BYTES = 1024 * 1024

/** Reads the size of a PNG, JPEG, GIF or WebP from its header; undefined for anything else. */
export function pictureSize(source: ByteSource): PictureSize | undefined {
  const size = pngSize(source) ?? jpegSize(source) ?? gifSize(source) ?? webpSize(source)
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
}

function pngSize(source: ByteSource): PictureSize | undefined {
  if (!startsWith(source, 0, '\x89PNG') || !startsWith(source, 12, 'IHDR')) return undefined
  return { width: bigEndian(source, 16, 4), height: bigEndian(source, 20, 4) }
}

function gifSize(source: ByteSource): PictureSize | undefined {
  if (!startsWith(source, 0, 'GIF8')) return undefined
  return { width: littleEndian(source, 6, 2), height: littleEndian(source, 8, 2) }
}

function webpSize(source: ByteSource): PictureSize | undefined {
  if (!startsWith(source, 0, 'RIFF') || !startsWith(source, 8, 'WEBP')) return undefined
  if (startsWith(source, 12, 'VP8X'))
    return { width: littleEndian(source, 24, 3) + 1, height: littleEndian(source, 27, 3) + 1 }
  if (startsWith(source, 12, 'VP8 '))
    return { width: littleEndian(source, 26, 2) & 0x3fff, height: littleEndian(source, 28, 2) & 0x3fff }
  if (startsWith(source, 12, 'VP8L')) {
    const bits = littleEndian(source, 21, 4)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  return undefined
}

/** Follows the segments to the first start of a frame, which has the size. */
function jpegSize(source: ByteSource): PictureSize | undefined {
  if (!startsWith(source, 0, '\xff\xd8')) return undefined
  const end = Math.min(source.length, MAX_SCANNED_BYTES)
  for (let position = 2; position + 9 < end; ) {
    if (source.at(position) !== 0xff) return undefined
    const marker = source.at(position + 1)
    // Bytes 0xff may fill up the space before a marker.
    if (marker === 0xff) position += 1
    else if (isStartOfFrame(marker))
      return { width: bigEndian(source, position + 7, 2), height: bigEndian(source, position + 5, 2) }
    else position += 2 + Math.max(2, bigEndian(source, position + 2, 2))
  }
  return undefined
}

/** Markers 0xc0 to 0xcf, but for tables (0xc4, 0xcc) and a reserved one (0xc8). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function startsWith(source: ByteSource, position: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (source.at(position + index) !== text.charCodeAt(index)) return false
  return true
}

function bigEndian(source: ByteSource, position: number, bytes: number): number {
  let value = 0
  for (let index = 0; index < bytes; index += 1) value = value * 256 + Math.max(0, source.at(position + index))
  return value
}

function littleEndian(source: ByteSource, position: number, bytes: number): number {
  let value = 0
  for (let index = bytes - 1; index >= 0; index -= 1) value = value * 256 + Math.max(0, source.at(position + index))
  return value
}
