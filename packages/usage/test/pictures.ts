/** A PNG of this size, as far as a header goes. */
export function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33)
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  bytes.write('IHDR', 12, 'latin1')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** A photo as a camera makes it: a JPEG with a preview of its own before the size, and so many bytes of picture. */
export function jpeg(width: number, height: number, bytes = 0): Buffer {
  const preview = Buffer.concat([Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 120, 0, 160]), Buffer.alloc(40_000)])
  const segment = Buffer.from([0xff, 0xe1, (preview.length + 2) >> 8, (preview.length + 2) & 0xff])
  const frame = Buffer.from([0xff, 0xff, 0xc2, 0, 17, 8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3])
  const tables = Buffer.from([0xff, 0xc4, 0, 4, 1, 2])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment, preview, tables, frame, Buffer.alloc(bytes, 7)])
}

export function gif(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(13)
  bytes.write('GIF89a', 0, 'latin1')
  bytes.writeUInt16LE(width, 6)
  bytes.writeUInt16LE(height, 8)
  return bytes
}

/** The three kinds of WebP: with extensions, lossy, lossless. */
export function webp(kind: 'VP8X' | 'VP8 ' | 'VP8L', width: number, height: number): Buffer {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF', 0, 'latin1')
  bytes.write(`WEBP${kind}`, 8, 'latin1')
  if (kind === 'VP8X') {
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
  } else if (kind === 'VP8 ') {
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
  } else bytes.writeUInt32LE((width - 1) | ((height - 1) << 14), 21)
  return bytes
}

export function dataUrl(mediaType: string, bytes: Buffer): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`
}
