import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { exportedNames } from './exported-names.ts'

async function namesOf(text: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'exported-names-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'index.ts'), text)
  return exportedNames(pathToFileURL(join(folder, 'index.ts')))
}

test('lists values and types, over several lines, under the names that they are exported with', async () => {
  const names = await namesOf(`export { b, type C } from './b.ts'
export type { A } from './a.ts'
export {
  d as e,
  type F as G,
} from './d.ts'
`)
  expect(names).toEqual(['b', 'e', 'type A', 'type C', 'type G'])
})

test('refuses an index that holds anything else', async () => {
  await expect(namesOf(`export { a } from './a.ts'\nexport * from './b.ts'\n`)).rejects.toThrow(
    "export * from './b.ts'",
  )
})
