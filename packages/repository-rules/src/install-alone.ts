import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readText, repositoryRoot, type WorkspacePackage, workspacePackages } from './workspace.ts'

const run = promisify(execFile)

// An installation fetches from a registry, and a machine that builds other things at the same time is slow.
const INSTALL_TIMEOUT_MS = 900_000
// Beside tests a check gets the processor last: a server that boots in seconds took over a minute there.
export const RUN_TIMEOUT_MS = 600_000

/** The first TypeScript block of a README and what the text block after it says that it prints. */
export interface ReadmeExample {
  readonly source: string
  readonly prints: string
}

/** Throws Error when the README has no block of `ts` that is followed by one of `text`. */
export function readExample(readme: string): ReadmeExample {
  const [, source, prints] = /```ts\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)```/.exec(readme) ?? []
  if (source === undefined || prints === undefined) {
    throw new Error('README.md has no block of ts that is followed by one of text')
  }
  return { source, prints }
}

/**
 * The package and every package of the workspace that it needs at run time, which no registry has yet; the package
 * first.
 */
export function packagesToPack(name: string, workspace: readonly WorkspacePackage[]): readonly WorkspacePackage[] {
  const found = new Map<string, WorkspacePackage>()
  const visit = (wanted: string): void => {
    const one = workspace.find((candidate) => candidate.name === wanted)
    if (one === undefined || found.has(wanted)) return
    found.set(wanted, one)
    for (const dependency of Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies })) {
      visit(dependency)
    }
  }
  visit(name)
  return [...found.values()]
}

/** Keeps the compiler's lines about the example and our own declarations; other packages' declarations are theirs. */
export function ownComplaints(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^((example|smoke)\.ts|node_modules\/@tallygate\/|error )/.test(line))
}

/** Packs the packages, installs the tarballs in an empty folder, type-checks and runs the README's example there. */
export async function installAlone(folder: string): Promise<void> {
  const { name } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly name: string }
  const example = readExample(await readFile(join(folder, 'README.md'), 'utf8'))
  const scratch = await mkdtemp(join(tmpdir(), 'tallygate-alone-'))
  try {
    const tarballs = await pack(packagesToPack(name, workspacePackages()), join(scratch, 'tarballs'))
    const consumer = join(scratch, 'consumer')
    await install(consumer, tarballs, otherPackages(example.source))
    await writeFile(join(consumer, 'example.ts'), example.source)
    for (const resolution of ['nodenext', 'bundler'] as const) await typeCheck(consumer, 'example.ts', resolution)
    const printed = await printOf(consumer, example.source)
    if (printed !== example.prints) {
      throw new Error(
        `the example of ${name} does not print what its README says:\n${printed}\ninstead of:\n${example.prints}`,
      )
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Packs packages that are built. Returns the paths of the tarballs by package name. */
export async function pack(
  packages: readonly WorkspacePackage[],
  destination: string,
): Promise<ReadonlyMap<string, string>> {
  const tarballs = new Map<string, string>()
  for (const { folder, name } of packages) {
    if (!existsSync(join(repositoryRoot, folder, 'dist')))
      throw new Error(`${folder} is not built: run "turbo run build"`)
    const target = join(destination, name.replace(/\W+/g, '-'))
    await mkdir(target, { recursive: true })
    // Only pnpm replaces "catalog:" and "workspace:^" by versions.
    const [command, ...first] = pnpm()
    await run(command, [...first, 'pack', '--pack-destination', target], {
      cwd: join(repositoryRoot, folder),
      timeout: INSTALL_TIMEOUT_MS,
    })
    const [file] = await readdir(target)
    if (file === undefined) throw new Error(`pnpm packed nothing for ${name}`)
    tarballs.set(name, join(target, file))
  }
  return tarballs
}

/** The pnpm that runs this script, or the one that the repository names. */
function pnpm(): readonly [string, ...string[]] {
  const running = process.env['npm_execpath']
  if (running?.includes('pnpm')) return /\.c?js$/.test(running) ? [process.execPath, running] : [running]
  const { packageManager } = JSON.parse(readText('package.json')) as { readonly packageManager: string }
  return ['npx', '-y', packageManager]
}

/** The packages beside the workspace's that an example imports, such as the SDK of a provider. */
export function otherPackages(source: string): readonly string[] {
  const specifiers = [...source.matchAll(/from '([^'.][^']*)'/g)].map(([, specifier = '']) => specifier)
  const names = specifiers.map((specifier) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[1] ?? specifier)
  return [...new Set(names)].filter((name) => !name.startsWith('@tallygate/') && !name.startsWith('node:'))
}

/** The version that the workspace has of a package. */
function catalogVersion(name: string): string {
  const version = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(readText('pnpm-workspace.yaml'))?.[1]
  if (version === undefined) throw new Error(`pnpm-workspace.yaml names no version of ${name}`)
  return version
}

/** Installs tarballs in a folder: beside packages of the workspace's versions, and beside peers of stated ones. */
export async function install(
  consumer: string,
  tarballs: ReadonlyMap<string, string>,
  others: readonly string[],
  peers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const files = Object.fromEntries([...tarballs].map(([name, path]) => [name, `file:${path}`]))
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...files, ...peers, ...Object.fromEntries(others.map((name) => [name, catalogVersion(name)])) },
    devDependencies: { '@types/node': catalogVersion('@types/node') },
    // What the tarballs ask of each other is in no registry before the release that is being checked.
    overrides: Object.fromEntries([...Object.keys(files), ...Object.keys(peers)].map((name) => [name, `$${name}`])),
  }
  await mkdir(consumer)
  await writeFile(join(consumer, 'package.json'), JSON.stringify(manifest))
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  // What the machine has is not asked for again, and a registry that stumbles is asked more than twice.
  const patient = ['--prefer-offline', '--fetch-retries=6']
  await run('npm', ['install', ...quiet, ...patient], { cwd: consumer, timeout: INSTALL_TIMEOUT_MS })
}

/** Type-checks a program in the folder. Throws Error with the compiler's lines about it and about our declarations. */
export async function typeCheck(
  consumer: string,
  program: string,
  moduleResolution: 'nodenext' | 'bundler',
): Promise<void> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2024',
    module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
    moduleResolution,
    types: ['node'],
    noPropertyAccessFromIndexSignature: true,
    skipLibCheck: false,
  }
  await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [program] }))
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc')
  const output = await run(process.execPath, [compiler, '--pretty', 'false'], {
    cwd: consumer,
    timeout: RUN_TIMEOUT_MS,
  }).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => {
      if (typeof error.stdout !== 'string' || error.stdout === '') throw error
      return error.stdout
    },
  )
  const complaints = ownComplaints(output)
  if (complaints.length > 0) throw new Error(`with module resolution ${moduleResolution}:\n${complaints.join('\n')}`)
}

/**
 * Runs the example and returns what it prints: beside a billing server when it asks for one, with the demo when it
 * names a customer of the demo; and beside a simulated provider when it calls one.
 */
async function printOf(consumer: string, source: string): Promise<string> {
  const server = source.includes('BILLING_URL') ? await startServer() : undefined
  const provider = otherPackages(source).some((name) => /^(@ai-sdk\/)?openai$/.test(name))
    ? await startProvider()
    : undefined
  try {
    if (server !== undefined && source.includes("'demo-")) await applyDemo(server.url)
    const env = {
      ...process.env,
      ...(server === undefined ? {} : { BILLING_URL: server.url }),
      ...(provider === undefined ? {} : { OPENAI_BASE_URL: `${provider.url}/v1`, OPENAI_API_KEY: 'none' }),
    }
    const { stdout } = await run(process.execPath, ['example.ts'], { cwd: consumer, env, timeout: RUN_TIMEOUT_MS })
    return stdout
  } finally {
    await provider?.stop()
    await server?.stop()
  }
}

/** In a process of its own: this package imports no other one. */
async function applyDemo(url: string): Promise<void> {
  const command = join(repositoryRoot, 'packages/catalog/test/apply-demo-command.ts')
  const env = { ...process.env, BILLING_URL: url }
  await run(process.execPath, ['--conditions=@tallygate/source', command], { env, timeout: RUN_TIMEOUT_MS })
}

interface Started {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** The billing server in memory, under the key that the documents use. */
async function startServer(): Promise<Started> {
  return await startListening('apps/billing-server/src/main.ts', {
    PORT: '0',
    DATA_DIR: 'memory://',
    API_KEY: 'local-test-key',
  })
}

/** The simulated provider of the tests. */
async function startProvider(): Promise<Started> {
  return await startListening('packages/test-kit/src/provider/counting-provider-command.ts', {})
}

/** Starts a program that writes a line of JSON with its URL. */
async function startListening(main: string, env: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, ['--conditions=@tallygate/source', join(repositoryRoot, main)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((end) => child.once('exit', () => end()))
  const stop = async (): Promise<void> => {
    child.kill()
    await exited
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_TIMEOUT_MS)
  for await (const line of createInterface(child.stdout)) {
    const url = /"url":"(http[^"]+)"/.exec(line)?.[1]
    if (url === undefined) continue
    clearTimeout(timer)
    // Whatever it logs later must not fill the pipe.
    child.stdout.resume()
    return { url, stop }
  }
  clearTimeout(timer)
  await stop()
  throw new Error(`${main} ended, or took too long, before it told its URL`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installAlone(resolve(process.argv[2] ?? '.'))
}
