import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A build of Desk in a process of its own, which says in the log how it ends. */
export interface DeskBuild {
  /** Ends the build where it still runs. What was built before stays. */
  stop(): void
}

/**
 * Builds Desk, unless it was built from the same content before. The apps that run come first: the build has a low
 * priority, and nothing stops where it fails.
 */
export function startDeskBuild(onLine: (line: string) => void): DeskBuild {
  const main = fileURLToPath(new URL('../../desk/build/main.ts', import.meta.url))
  const build = spawn(process.execPath, ['--conditions=@tallygate/source', main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  build.on('error', (error) => onLine(`Desk cannot be built: ${error.message}`))
  for (const stream of [build.stdout, build.stderr]) createInterface({ input: stream }).on('line', onLine)
  try {
    if (build.pid !== undefined) setPriority(build.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or this system has no priorities.
  }
  return { stop: () => build.kill('SIGTERM') }
}
