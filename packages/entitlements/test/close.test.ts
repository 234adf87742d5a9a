import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/** Longer than the process needs on a busy machine, shorter than what it must not wait for. */
const TIMEOUT_MS = 120_000

it('keeps no process alive after close(), with an attempt open, events pending and the billing API away', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tallygate-leaving-'))
  const child = fileURLToPath(new URL('./leaving-child.ts', import.meta.url))
  const args = ['--conditions=@tallygate/source', child, join(folder, 'usage.db')]
  // The lease ends after five minutes, and tries of the delivery go on for longer: a process that waited for one of
  // them would be killed here.
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: TIMEOUT_MS })
  expect(JSON.parse(stdout)).toEqual({ open: 1, pending: 2, drained: false })
  await rm(folder, { recursive: true, force: true })
})
