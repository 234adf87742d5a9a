import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE_NAME = 'tallygate.pid'
/**
 * The folders that this process itself has open: its own pid in a file may also be left over from an earlier process of
 * the same number.
 */
const openHere = new Set<string>()

/**
 * Keeps two processes out of one data folder: PGlite itself does not, and would corrupt it. The file names the process
 * that has the folder; one that was killed left it behind, and is noticed by asking whether that process still lives.
 */
export class DataDirectoryLock {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /** Throws when a living process has the folder. */
  static acquire(dataDir: string): DataDirectoryLock {
    // Beside the folder, not inside: PGlite initialises only a folder that is empty.
    const path = `${dataDir.replace(/\/+$/, '')}.${FILE_NAME}`
    if (openHere.has(path)) throw new Error(`DATA_DIR ${dataDir} is already open in this process; close it first`)
    mkdirSync(join(path, '..'), { recursive: true })
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx' })
        openHere.add(path)
        return new DataDirectoryLock(path)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
        const owner = Number(readFileSync(path, 'utf8'))
        if (isAlive(owner) && owner !== process.pid) {
          throw new Error(`DATA_DIR ${dataDir} is in use by process ${owner}; stop it, or choose another folder`)
        }
        rmSync(path, { force: true })
      }
    }
    throw new Error(`DATA_DIR ${dataDir} could not be locked: another process takes it at the same time`)
  }

  release(): void {
    openHere.delete(this.#path)
    rmSync(this.#path, { force: true })
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
