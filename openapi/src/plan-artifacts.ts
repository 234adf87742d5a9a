import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readDocument } from './read-document.ts'
import { renderDocument } from './render-document.ts'
import { insertOperationTable } from './render-operation-table.ts'
import { renderTypescript } from './render-typescript.ts'
import { sortComponents } from './sort-components.ts'

/** The root of the repository. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url))

export type Artifact = { readonly path: string; readonly content: string }

const places = {
  contract: 'openapi/openapi.yaml',
  document: 'openapi/generated/openapi.json',
  types: 'packages/client/src/generated/schema.ts',
  readme: 'openapi/README.md',
} as const

/** Makes everything that comes from the contract, as it should be now: document, types, table. Writes nothing. */
export async function planArtifacts(root: string = repositoryRoot): Promise<readonly [Artifact, Artifact, Artifact]> {
  const document = sortComponents(await readDocument(resolve(root, places.contract)))
  const readme = await readFile(resolve(root, places.readme), 'utf8')
  return [
    { path: places.document, content: renderDocument(document) },
    { path: places.types, content: await renderTypescript(document, 'pnpm generate') },
    { path: places.readme, content: insertOperationTable(readme, document) },
  ]
}

/** Finds the files that are not as they should be, by their paths relative to the root. */
export async function findStale(
  artifacts: readonly Artifact[],
  root: string = repositoryRoot,
): Promise<readonly string[]> {
  const stale: string[] = []
  for (const { path, content } of artifacts) {
    const present = await readFile(resolve(root, path), 'utf8').catch(() => undefined)
    if (present !== content) stale.push(relative(root, resolve(root, path)))
  }
  return stale
}
