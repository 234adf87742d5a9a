import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEntitlements, memoryStore, sqliteJournal } from '@tallygate/entitlements'
import { startProcess } from '@tallygate/test-kit'
import { expect, onTestFinished, test } from 'vitest'
import { Stage } from './stage.ts'

test('a process that is killed in the middle of a stream leaves it unsettled, and bills nothing twice', async () => {
  const stage = await Stage.start()
  onTestFinished(async () => await stage[Symbol.asyncDispose]())
  const folder = await mkdtemp(join(tmpdir(), 'tallygate-fetch-'))
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }))
  const journal = join(folder, 'usage.db')
  const child = await startProcess({
    name: 'metered child',
    args: ['--conditions=@tallygate/source', fileURLToPath(new URL('./killed-child.ts', import.meta.url))],
    env: {
      BILLING_URL: stage.server.url,
      API_KEY: stage.server.apiKey,
      PROVIDER_URL: stage.provider.url,
      JOURNAL: journal,
    },
    ready: (line) => (line === 'in the middle' ? line : undefined),
  })
  await child.kill('SIGKILL')

  const next = createEntitlements({
    client: stage.client,
    store: memoryStore(),
    journal: sqliteJournal({ path: journal }),
    onUnavailable: 'deny',
  })
  onTestFinished(async () => void (await next.close()))
  await next.flush()
  expect((await next.unsettled()).map(({ reservation }) => reservation.requestId)).toEqual(['killed'])
  expect(await stage.billed('demo-starter', 'answered')).toEqual([17, 20])
  expect(await stage.billed('demo-starter', 'killed')).toEqual([0, 0])
})
