import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Fetching from a registry takes its time on a crowded machine. */
const TIMEOUT_MS = 900_000

/** This package and what it needs of this workspace, which no registry has yet. */
const PACKAGES = ['langchain', 'usage', 'entitlements', 'client', 'billing-period']

/** The output of test/smoke.ts, the same with the versions of this workspace and with the oldest ones. */
const WANT = `invoke | answered | settled gpt-4o-mini 9 12 provider
stream | answered | settled gpt-4o-mini 9 12 provider
left | answered | settled gpt-4o-mini 9 12 provider
denied | budget_exhausted
refused | answered | released
agent | answered | settled gpt-4o-mini 9 12 provider
agent left | answered | settled gpt-4o-mini 9 12 provider
agent denied | budget_exhausted
other middleware | answered | settled gpt-4o-mini 9 12 provider | settled gpt-4o-mini 9 12 provider
cached | answered | settled gpt-4o-mini 9 12 provider
max_tokens [0,0,0,0,100,100,0,100,0]
`

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '../../..')

/** The catalog's version of a development dependency. */
async function catalogVersion(name: string): Promise<string> {
  const catalog = await readFile(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const version = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(catalog)?.[1]
  if (version === undefined) throw new Error(`pnpm-workspace.yaml names no version of ${name}`)
  return version
}

async function oldestPeers(): Promise<Record<string, string>> {
  const manifest = await readFile(join(here, '../package.json'), 'utf8')
  const { peerDependencies } = JSON.parse(manifest) as { readonly peerDependencies: Record<string, string> }
  return Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, range.replace(/^\^/, '')]))
}

async function packAll(folder: string): Promise<Record<string, string>> {
  for (const name of PACKAGES)
    await run('npx', ['-y', 'pnpm@10.34.9', 'pack', '--pack-destination', folder], {
      cwd: join(here, '../..', name),
      timeout: TIMEOUT_MS,
    })
  const files = await readdir(folder)
  return Object.fromEntries(
    PACKAGES.map((name) => {
      const file = files.find((one) => new RegExp(`^tallygate-${name}-\\d`).test(one))
      if (file === undefined) throw new Error(`pnpm packed nothing for ${name}`)
      return [`@tallygate/${name}`, `file:${join(folder, file)}`]
    }),
  )
}

const folder = await mkdtemp(join(tmpdir(), 'tallygate-peers-'))
try {
  const [tarballs, peers] = [await packAll(folder), await oldestPeers()]
  const others = ['@langchain/openai', '@copilotkit/aimock', '@types/node']
  const tools = Object.fromEntries(await Promise.all(others.map(async (name) => [name, await catalogVersion(name)])))
  const overrides = Object.fromEntries([...Object.keys(tarballs), '@langchain/core'].map((name) => [name, `$${name}`]))
  const manifest = { private: true, type: 'module', dependencies: { ...tarballs, ...peers, ...tools }, overrides }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await copyFile(join(here, 'smoke.ts'), join(folder, 'smoke.ts'))
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  // What the machine has is not asked for again, and a registry that stumbles is asked more than twice.
  const patient = ['--prefer-offline', '--fetch-retries=6']
  await run('npm', ['install', ...quiet, ...patient], { cwd: folder, timeout: TIMEOUT_MS })
  const { stdout } = await run(process.execPath, ['smoke.ts'], { cwd: folder, timeout: TIMEOUT_MS })
  if (stdout !== WANT)
    throw new Error(`With ${JSON.stringify(peers)} the smoke test prints:\n${stdout}instead of:\n${WANT}`)
  const compilerOptions = { strict: true, noEmit: true, target: 'es2024', module: 'nodenext', types: ['node'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['smoke.ts'] }))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const output = await run(process.execPath, [compiler, '--pretty', 'false'], {
    cwd: folder,
    timeout: TIMEOUT_MS,
  }).then(
    () => '',
    (error: { readonly stdout?: string }) => error.stdout ?? String(error),
  )
  // Other packages' declarations are theirs.
  const ours = output.split('\n').filter((line) => /^(smoke\.ts|node_modules\/@tallygate\/|error )/.test(line))
  if (ours.length > 0) throw new Error(`With ${JSON.stringify(peers)} these do not compile:\n${ours.join('\n')}`)
  process.stdout.write(
    `works with ${Object.entries(peers)
      .map((peer) => peer.join('@'))
      .join(', ')}\n`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
