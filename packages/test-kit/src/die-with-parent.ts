import { Socket } from 'node:net'

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
