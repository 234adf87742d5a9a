import { open, unlink } from 'node:fs/promises'

/** The bytes that are written as a probe. One attempt writes far less; a disk without this room is as good as full. */
const PROBE_BYTES = 256 * 1024

/**
 * Writes a file beside the journal and removes it. A journal on a full disk shows it only with the next usage, which
 * would be too late.
 * @throws Error with a reason that may be shown.
 */
export async function assertDiskWritable(journalPath: string): Promise<void> {
  const path = `${journalPath}.probe`
  try {
    const file = await open(path, 'w')
    try {
      await file.writeFile(Buffer.alloc(PROBE_BYTES))
      await file.datasync()
    } finally {
      await file.close()
    }
    await unlink(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new Error(`the disk of the journal cannot be written: ${code}`, { cause })
  }
}
