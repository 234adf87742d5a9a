import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { exportedNames } from '@tallygate/test-kit'
import { expect, onTestFinished, test } from 'vitest'

const index = new URL('../src/index.ts', import.meta.url)

/** The code of every `@example` of the sources. */
async function examples(): Promise<readonly string[]> {
  const folder = new URL('../src/', import.meta.url)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.includes('.test'))
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/@example\n((?: \* .*\n)+)/g)].map(([, block = '']) => block.replaceAll(/^ \* /gm, '')),
  )
}

test('every function that is exported has an example, and the examples compile', async () => {
  const code = await examples()
  const functions = exportedNames(index).filter((name) => /^[a-z]/.test(name) && !name.startsWith('type '))
  expect(functions.filter((name) => !code.some((example) => example.includes(`${name}(`)))).toEqual([])

  const parent = fileURLToPath(new URL('../.tallygate/', import.meta.url))
  await mkdir(parent, { recursive: true })
  const scratch = await mkdtemp(join(parent, 'examples-'))
  onTestFinished(() => rm(scratch, { recursive: true, force: true }))
  const names = exportedNames(index)
  const bodies = code.map((example, position) => {
    const client = example.includes('const client =') ? '' : 'declare const client: BillingClient\n'
    const path = join(scratch, `example-${position}.ts`)
    const imports = `import { ${names.join(', ')} } from '@tallygate/client'\n`
    return { path, text: `${imports}${client}${example}export {}\n` }
  })
  await Promise.all(bodies.map(({ path, text }) => writeFile(path, text)))
  const config = {
    extends: '../../../../tsconfig.base.json',
    compilerOptions: { noUnusedLocals: false },
    include: ['*.ts'],
  }
  await writeFile(join(scratch, 'tsconfig.json'), JSON.stringify(config))
  const complaints = await promisify(execFile)('tsc', ['-p', scratch, '--pretty', 'false']).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout?: string }) => error.stdout ?? String(error),
  )
  expect(complaints).toBe('')
})
