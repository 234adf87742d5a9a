import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository, as an absolute path. */
export const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url))

const ignoredFolders = new Set(['node_modules', 'dist', '.git', '.turbo', '.tallygate', 'coverage'])

/** Every file below `folder` (a path relative to the root), without what tools and builds leave behind. */
export function filesBelow(folder: string): readonly string[] {
  const files: string[] = []
  const visit = (path: string): void => {
    for (const name of readdirSync(path).sort()) {
      if (ignoredFolders.has(name)) continue
      const child = join(path, name)
      if (statSync(child).isDirectory()) visit(child)
      else files.push(relative(repositoryRoot, child))
    }
  }
  visit(join(repositoryRoot, folder))
  return files
}

export function readText(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8')
}

export interface WorkspacePackage {
  /** Path relative to the root, such as `packages/client`. */
  readonly folder: string
  readonly name: string
  readonly private: boolean
  readonly manifest: Manifest
}

export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly files?: readonly string[]
  readonly engines?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Every package of the workspace, the root left out. */
export function workspacePackages(): readonly WorkspacePackage[] {
  const folders = ['apps', 'packages'].flatMap((parent) =>
    readdirSync(join(repositoryRoot, parent))
      .sort()
      .map((name) => `${parent}/${name}`),
  )
  return [...folders, 'openapi'].map((folder) => {
    const manifest = JSON.parse(readText(`${folder}/package.json`)) as Manifest
    return { folder, name: manifest.name, private: manifest.private === true, manifest }
  })
}
