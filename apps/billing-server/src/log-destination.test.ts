import { spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** A device on which every write fails as on a full disk. */
const FULL = '/dev/full'

const program = `
  import { pino } from 'pino'
  import { logDestination } from './log-destination.ts'
  const logger = pino(logDestination())
  for (let count = 0; count < 100; count += 1) logger.info('a line that finds no room')
  setTimeout(() => process.stderr.write('it goes on'), 10)
`

describe.runIf(existsSync(FULL))('a log on a full disk', () => {
  it('neither ends nor holds up the process that writes it', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
      stdio: ['ignore', openSync(FULL, 'w'), 'pipe'],
      encoding: 'utf8',
    })
    expect(stderr).toBe('it goes on')
    expect(status).toBe(0)
  })
})
