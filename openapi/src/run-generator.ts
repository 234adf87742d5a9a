import { resolve } from 'node:path'
import { isAbsoluteUrl } from '@redocly/openapi-core'
import { GeneratorError } from './generator-error.ts'
import { parseOptions, usage } from './parse-options.ts'
import { findStale, planArtifacts, repositoryRoot } from './plan-artifacts.ts'
import { type ReadOptions, readDocument } from './read-document.ts'
import { renderTypescript } from './render-typescript.ts'
import { recordRelease, reportBreakingChanges } from './report-breaking-changes.ts'
import { writeFile } from './write-file.ts'

export type GeneratorEnvironment = {
  /** Relative paths of --spec, --output and --base start here. */
  readonly workingDirectory: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Root of the repository whose contract is generated. Default: the one that this file is in. */
  readonly root?: string
  readonly read?: ReadOptions
}

/** Runs one command line. Returns the exit code: 0 done, 1 stale or breaking, 2 a fault that the caller can mend. */
export async function runGenerator(argv: readonly string[], environment: GeneratorEnvironment): Promise<number> {
  try {
    return await run(argv, environment)
  } catch (error) {
    if (!GeneratorError.isInstance(error)) throw error
    environment.err(`${error.message}\n`)
    return 2
  }
}

async function run(argv: readonly string[], environment: GeneratorEnvironment): Promise<number> {
  const options = parseOptions(argv)
  const root = environment.root ?? repositoryRoot
  switch (options.task) {
    case 'help':
      environment.out(usage)
      return 0
    case 'write':
      return writeArtifacts(root, environment)
    case 'check':
      return checkArtifacts(root, environment)
    case 'spec': {
      const output = resolve(environment.workingDirectory, options.output)
      const document = await readDocument(place(options.spec, environment), environment.read)
      await writeFile(
        output,
        await renderTypescript(
          document,
          `pnpm generate --spec ${withoutSecrets(options.spec)} --output ${options.output}`,
        ),
      )
      environment.out(`wrote ${options.output}\n`)
      return 0
    }
    case 'record-release': {
      const [document] = await planArtifacts(root)
      environment.out(`wrote ${await recordRelease(root, document.content)}\n`)
      return 0
    }
    case 'breaking': {
      const base = options.base === undefined ? undefined : place(options.base, environment)
      return reportBreakingChanges({ root, base, out: environment.out })
    }
  }
}

async function writeArtifacts(root: string, { out }: GeneratorEnvironment): Promise<number> {
  const artifacts = await planArtifacts(root)
  const stale = new Set(await findStale(artifacts, root))
  for (const { path, content } of artifacts) {
    if (!stale.has(path)) continue
    await writeFile(resolve(root, path), content)
    out(`wrote ${path}\n`)
  }
  if (stale.size === 0) out('everything is up to date\n')
  return 0
}

async function checkArtifacts(root: string, { out, err }: GeneratorEnvironment): Promise<number> {
  const stale = await findStale(await planArtifacts(root), root)
  for (const path of stale) err(`${path} is out of date; run pnpm generate\n`)
  if (stale.length === 0) out('generated files are up to date\n')
  return stale.length === 0 ? 0 : 1
}

function place(source: string, environment: GeneratorEnvironment): string {
  return isAbsoluteUrl(source) || source.startsWith('file:') ? source : resolve(environment.workingDirectory, source)
}

/** Returns a URL as it may be written into a file that is committed: no user, password or query. */
function withoutSecrets(source: string): string {
  if (!isAbsoluteUrl(source)) return source
  const { origin, pathname } = new URL(source)
  return origin + pathname
}
