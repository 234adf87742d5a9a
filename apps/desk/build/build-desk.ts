import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { contentKey } from './content-key.ts'

/** Files of earlier builds stay for pages that are still open in a browser. */
const KEEP_OLD_FILES_MS = 7 * 24 * 3_600_000
/** The largest first load: the files that the shell names, compressed. */
const MAX_FIRST_LOAD_BYTES = 300_000

/** A build of Desk: done now, or found as it was. */
export interface DeskBuild {
  readonly isNew: boolean
  /** The compressed size of what a browser loads before it shows the first page. */
  readonly firstLoadBytes: number
}

const here = fileURLToPath(new URL('..', import.meta.url))

/**
 * Builds Desk into `folder`, unless what is there was built from the same content. Files come first and the shell that
 * names them last, so that a server beside it always has a whole build. Several builds at once do no harm. A failed
 * build leaves what was there, and its reason in `failure.txt`, which the server shows.
 */
export async function buildDesk(folder = join(here, 'dist')): Promise<DeskBuild> {
  const shell = join(folder, 'index.html')
  const key = contentKey(join(here, '../..'))
  const mark = `<meta name="desk-build" content="${key}" />`
  if (textOf(shell)?.includes(mark)) {
    rmSync(join(folder, 'failure.txt'), { force: true })
    return { isNew: false, firstLoadBytes: firstLoad(folder) }
  }
  const scratch = join(folder, `.build-${process.pid}`)
  try {
    await bundle(scratch)
    mkdirSync(join(folder, 'assets'), { recursive: true })
    for (const name of readdirSync(join(scratch, 'assets'))) moveAsset(scratch, folder, name)
    const html = readFileSync(join(scratch, 'index.html'), 'utf8').replace(
      '<meta charset',
      `${mark}\n    <meta charset`,
    )
    writeFileSync(join(scratch, 'index.html'), html)
    renameSync(join(scratch, 'index.html'), shell)
    rmSync(join(folder, 'failure.txt'), { force: true })
    removeOldAssets(folder)
  } catch (error) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'failure.txt'), error instanceof Error ? error.message : String(error))
    throw error
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  const firstLoadBytes = firstLoad(folder)
  if (firstLoadBytes > MAX_FIRST_LOAD_BYTES) {
    throw new Error(`The first load must have at most ${MAX_FIRST_LOAD_BYTES} bytes; it has ${firstLoadBytes}.`)
  }
  return { isNew: true, firstLoadBytes }
}

async function bundle(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: here,
    base: '/desk/',
    logLevel: 'error',
    resolve: { conditions: ['@tallygate/source', 'module', 'browser', 'production'] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      // Everything is a file of its own: the policy of the page allows no data in its text.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  })
}

/** Puts a file and its compressed form among the others. Names have a hash of the content. */
function moveAsset(scratch: string, folder: string, name: string): void {
  const path = join(scratch, 'assets', name)
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
  for (const file of [`${name}.gz`, name]) renameSync(join(scratch, 'assets', file), join(folder, 'assets', file))
  const now = new Date()
  utimesSync(join(folder, 'assets', name), now, now)
}

function removeOldAssets(folder: string): void {
  const oldest = Date.now() - KEEP_OLD_FILES_MS
  for (const name of readdirSync(join(folder, 'assets'))) {
    const path = join(folder, 'assets', name)
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? oldest) < oldest) rmSync(path, { force: true })
  }
}

function firstLoad(folder: string): number {
  const named = (textOf(join(folder, 'index.html')) ?? '').matchAll(/"\/desk\/(assets\/[^"]+)"/g)
  return [...named].reduce((sum, [, name]) => sum + statSync(join(folder, `${name}.gz`)).size, 0)
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
