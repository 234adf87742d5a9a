import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile as writeWhole } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { GeneratorError } from './generator-error.ts'

/** Writes beside the target and renames, so that a reader, or a run that is broken off, never leaves half a file. */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeWhole(temporary, content)
    await rename(temporary, path)
  } catch (cause) {
    // The first fault is the one to report, not that there was nothing to remove.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw new GeneratorError(
      'unwritable_output',
      `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}
