import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Time for an example to run. It starts nothing larger than a client, on a machine that may be busy. */
const TIMEOUT_MS = 120_000

export interface ReadmeExample {
  /** The output of the example by the document. */
  readonly documented: string
  /** The output that it really has. */
  readonly printed: string
}

/**
 * Runs the first TypeScript block of a package's README as its users would, importing the package by its name, and
 * gives what it prints beside the text block that follows it.
 *
 * @param folder the package, as a URL that ends with a slash
 * @param env variables beside this process' own
 */
export async function runReadmeExample(
  folder: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<ReadmeExample> {
  const [example] = await examplesOf(folder, 'README.md')
  if (example === undefined)
    throw new Error(`${folder.pathname}README.md has no block of ts that is followed by one of text`)
  return runExample(folder, example, env)
}

/** An example of a document that is not run yet. */
export interface DocumentExample {
  /** The heading above it. */
  readonly heading: string
  readonly source: string
  readonly documented: string
}

/**
 * Finds the TypeScript blocks of a package's document that are followed by a text block, their output, in their order.
 *
 * @param folder the package, as a URL that ends with a slash
 */
export async function examplesOf(folder: URL, path: string): Promise<readonly DocumentExample[]> {
  const text = await readFile(new URL(path, folder), 'utf8')
  const found = text.matchAll(/```ts\n([\s\S]*?)```(?:(?!```)[\s\S])*?```text\n([\s\S]*?)```/g)
  return [...found].map(({ index, 1: source = '', 2: documented = '' }) => {
    const heading = [...text.slice(0, index).matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? path
    return { heading, source, documented }
  })
}

/** Runs an example as its readers would, and gives what it prints beside what the document says. */
export async function runExample(
  folder: URL,
  { source, documented }: DocumentExample,
  env: Readonly<Record<string, string>> = {},
): Promise<ReadmeExample> {
  // Inside of the package, so that its own name resolves; in the folder that git ignores.
  const parent = fileURLToPath(new URL('.tallygate/', folder))
  await mkdir(parent, { recursive: true })
  const scratch = await mkdtemp(join(parent, 'readme-'))
  try {
    const file = join(scratch, 'example.ts')
    await writeFile(file, source)
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@tallygate/source', file], {
      cwd: scratch,
      env: { ...process.env, ...env },
      timeout: TIMEOUT_MS,
    })
    return { documented, printed: stdout }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
