import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** Longer than the process needs on a busy machine, shorter than what it must not wait for. */
const TIMEOUT_MS = 120_000

// The lease ends after five minutes, tries of the delivery go on for longer, and so does the deadline of a close with
// nothing to do: a process that waited for one of them would be killed here.
it.each([
  ['an attempt open, events pending and the billing API away', '100', 'busy', { open: 1, pending: 2, drained: false }],
  ['nothing left to do', '600000', 'idle', { open: 0, pending: 0, drained: true }],
])('keeps no process alive after close(), with %s', async (_name, deadlineMs, state, want) => {
  const folder = await mkdtemp(join(tmpdir(), 'tallygate-leaving-'))
  const child = fileURLToPath(new URL('./leaving-child.ts', import.meta.url))
  const args = ['--conditions=@tallygate/source', child, join(folder, 'usage.db'), deadlineMs, state]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: TIMEOUT_MS })
  expect(JSON.parse(stdout)).toEqual(want)
  await rm(folder, { recursive: true, force: true })
})
