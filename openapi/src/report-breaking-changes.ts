import { resolve } from 'node:path'
import { findBreakingChanges } from './find-breaking-changes.ts'
import { readDocument } from './read-document.ts'

/** The document of the last release: what users have generated their types from. */
export const releasedDocument = 'openapi/released/openapi.json'

export async function reportBreakingChanges(given: {
  readonly root: string
  readonly base: string | undefined
  readonly out: (text: string) => void
}): Promise<number> {
  const base = await readDocument(given.base ?? resolve(given.root, releasedDocument))
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
