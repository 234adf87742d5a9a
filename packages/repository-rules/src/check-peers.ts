import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { install, otherPackages, pack, packagesToPack, RUN_TIMEOUT_MS, typeCheck } from './install-alone.ts'
import { workspacePackages } from './workspace.ts'

const run = promisify(execFile)

interface Manifest {
  readonly name: string
  readonly peerDependencies: Readonly<Record<string, string>>
}

/**
 * Packs a package and installs it beside the oldest versions that its peer ranges name. There its test/smoke.ts must
 * compile, and print test/smoke.txt.
 */
async function checkPeers(folder: string): Promise<string> {
  const { name, peerDependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const oldest = Object.fromEntries(
    Object.entries(peerDependencies).map(([peer, range]) => [peer, range.replace(/^\^/, '')]),
  )
  const smoke = await readFile(join(folder, 'test/smoke.ts'), 'utf8')
  const want = await readFile(join(folder, 'test/smoke.txt'), 'utf8')
  const scratch = await mkdtemp(join(tmpdir(), 'tallygate-peers-'))
  try {
    const tarballs = await pack(packagesToPack(name, workspacePackages()), join(scratch, 'tarballs'))
    const consumer = join(scratch, 'consumer')
    const others = otherPackages(smoke).filter((other) => !(other in oldest))
    await install(consumer, tarballs, others, oldest)
    await copyFile(join(folder, 'test/smoke.ts'), join(consumer, 'smoke.ts'))
    const versions = Object.entries(oldest).map((peer) => peer.join('@'))
    const { stdout } = await run(process.execPath, ['smoke.ts'], { cwd: consumer, timeout: RUN_TIMEOUT_MS })
    if (stdout !== want)
      throw new Error(`with ${versions.join(', ')} test/smoke.ts of ${name} prints:\n${stdout}instead of:\n${want}`)
    await typeCheck(consumer, 'smoke.ts', 'nodenext')
    return `${name} works with ${versions.join(', ')}\n`
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

process.stdout.write(await checkPeers(resolve(process.argv[2] ?? '.')))
