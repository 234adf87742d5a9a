import { enableCompileCache } from 'node:module'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Loaded into a started program before its own code. File descriptor 3 is a pipe that nobody writes to: it closes when
 * the process at its other end is gone, however it went, and this one goes too. A test run that is killed leaves
 * nothing.
 */
const PARENT_FD = 3

new Socket({ fd: PARENT_FD, readable: true, writable: false })
  .on('close', () => process.kill(process.pid, 'SIGKILL'))
  .on('error', () => process.kill(process.pid, 'SIGKILL'))
  .resume()
  .unref()

// Programs are started again and again: what Node compiled once is loaded from here.
enableCompileCache(join(tmpdir(), 'tallygate-compile-cache'))
