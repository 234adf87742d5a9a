import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync, gzip } from 'node:zlib'
import { MIGRATIONS_FOLDER } from './migrate.ts'

/** Templates that are kept, the newest ones: each is about 6 MB. */
const MAX_TEMPLATES = 4

/** A whole data directory of PGlite, and how to keep one. */
export interface DataDirectoryTemplate {
  /** The stored data directory, a tar; undefined when there is none that is whole. */
  load(): Blob | undefined
  /** Keeps a data directory (an uncompressed tar) for later starts. A place that cannot be written to is no fault. */
  save(tar: Blob): Promise<void>
  /** Removes one that could not be used. */
  discard(): void
}

/** The user's folder for what can be made again: XDG_CACHE_HOME, or .cache in the home folder. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tallygate')
}

/**
 * The template for fresh data directories: making one anew costs PGlite several times as much processor time as
 * unpacking one that is migrated already. Its name is a digest of PGlite's version and of the migrations, so another
 * version or one more migration is another template. It appears by a rename, whole or not at all: processes that start
 * at once, or die while they write, do no harm to each other.
 */
export function dataDirectoryTemplate(folder: string = cacheFolder()): DataDirectoryTemplate {
  const path = join(folder, `billing-${templateKey()}.tar.gz`)
  return {
    load: () => {
      try {
        // Unpacked here, where a damaged one (gzip has a checksum) is an error that can be caught.
        return new Blob([gunzipSync(readFileSync(path))], { type: 'application/x-tar' })
      } catch {
        return undefined
      }
    },
    save: async (tar) => {
      const partial = `${path}.${randomUUID()}`
      try {
        const packed = await promisify(gzip)(Buffer.from(await tar.arrayBuffer()), { level: 1 })
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(partial, packed, { mode: 0o600 })
        renameSync(partial, path)
        removeOld(folder)
      } catch {
        rmSync(partial, { force: true })
      }
    },
    discard: () => rmSync(path, { force: true }),
  }
}

/** A template of another version may be wanted again, by another checkout; one that is missing is made anew. */
function removeOld(folder: string): void {
  const templates = readdirSync(folder)
    .filter((name) => /^billing-[0-9a-f]+\.tar\.gz$/.test(name))
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at)
  for (const { name } of templates.slice(MAX_TEMPLATES)) rmSync(join(folder, name), { force: true })
}

function templateKey(): string {
  const digest = createHash('sha256')
  digest.update(readFileSync(new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))))
  for (const name of readdirSync(MIGRATIONS_FOLDER).sort()) {
    digest.update(name).update(readFileSync(new URL(name, MIGRATIONS_FOLDER)))
  }
  return digest.digest('hex').slice(0, 32)
}
