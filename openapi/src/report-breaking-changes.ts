import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { findBreakingChanges } from './find-breaking-changes.ts'
import { GeneratorError } from './generator-error.ts'
import type { OpenApiDocument } from './open-api-document.ts'
import { readDocument } from './read-document.ts'
import { writeFile } from './write-file.ts'

/**
 * The document that users have generated their types from. Compressed, since nobody reads it and it stands beside the
 * present one.
 */
const releasedDocument = 'openapi/released/openapi.json.gz'

/** Keeps the document as the one that later ones are compared with. Returns its path. */
export async function recordRelease(root: string, content: string): Promise<string> {
  await writeFile(resolve(root, releasedDocument), gzipSync(content, { level: 9 }))
  return releasedDocument
}

/**
 * Prints each breaking change since the base, or since the released document. Returns the exit code: 1 when there is
 * one.
 */

export async function reportBreakingChanges(given: {
  readonly root: string
  readonly base: string | undefined
  readonly out: (text: string) => void
}): Promise<number> {
  const base = given.base === undefined ? await readReleased(given.root) : await readDocument(given.base)
  const current = await readDocument(resolve(given.root, 'openapi/openapi.yaml'))
  const changes = findBreakingChanges(base, current)
  for (const change of changes) given.out(`${change.where}: ${change.what}\n`)
  given.out(
    changes.length === 0
      ? 'no breaking change\n'
      : `${changes.length} breaking ${changes.length === 1 ? 'change' : 'changes'}\n`,
  )
  return changes.length === 0 ? 0 : 1
}

async function readReleased(root: string): Promise<OpenApiDocument> {
  const path = resolve(root, releasedDocument)
  try {
    return JSON.parse(gunzipSync(await readFile(path)).toString('utf8'))
  } catch (cause) {
    throw new GeneratorError(
      'unreadable_input',
      `${path} cannot be read. Write it with: pnpm generate --record-release`,
      {
        cause,
      },
    )
  }
}
