import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { runGenerator } from './run-generator.ts'

const resources = 120
const properties = 40

/** 600 operations on 120 resources of 40 properties, as a vendor's whole document would be: more than 1 MB of JSON. */
function largeDocument(): unknown {
  const text = (length: number) => 'The description of a member, as long as they are. '.repeat(8).slice(0, length)
  const paths: Record<string, unknown> = {}
  const schemas: Record<string, unknown> = {}
  for (let resource = 0; resource < resources; resource += 1) {
    const reference = { $ref: `#/components/schemas/Resource${resource}` }
    const json = { 'application/json': { schema: reference } }
    const ok = { 200: { description: 'Done.', content: json } }
    const operation = (verb: string, more: object = {}) => ({
      operationId: `${verb}Resource${resource}`,
      summary: text(60),
      responses: ok,
      ...more,
    })
    const id = { in: 'path', name: 'id', required: true, schema: { type: 'string' } }
    paths[`/v1/resources-${resource}`] = {
      get: operation('list'),
      post: operation('create', { requestBody: { content: json } }),
    }
    paths[`/v1/resources-${resource}/{id}`] = {
      parameters: [id],
      get: operation('get'),
      patch: operation('update', { requestBody: { content: json } }),
      delete: operation('delete'),
    }
    schemas[`Resource${resource}`] = {
      type: 'object',
      required: ['member0'],
      properties: {
        ...Object.fromEntries(
          Array.from({ length: properties }, (_, index) => [
            `member${index}`,
            { type: index % 2 === 0 ? 'string' : ['integer', 'null'], description: text(200) },
          ]),
        ),
        next: { $ref: `#/components/schemas/Resource${(resource + 1) % resources}` },
      },
    }
  }
  return { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths, components: { schemas } }
}

const program = `
import type { operations, paths } from './large.js'

type Created = paths['/v1/resources-17']['post']['responses'][200]['content']['application/json']
const created: Created = { member0: 'a', member1: null, next: { member0: 'b' } }
const count: number | null | undefined = created.next?.member3
// @ts-expect-error member0 is required
const incomplete: Created = { member1: 1 }
// @ts-expect-error member1 is a number
const wrong: Created = { member0: 'a', member1: 'b' }
const id: operations['getResource119']['parameters']['path']['id'] = 'r1'
// @ts-expect-error there are 120 resources
type Missing = paths['/v1/resources-120']
export { count, id, incomplete, wrong, type Missing }
`

it('makes types for 600 operations that the compiler takes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tallygate-large-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'large.json'), JSON.stringify(largeDocument()))
  expect((await stat(join(folder, 'large.json'))).size).toBeGreaterThan(1024 * 1024)

  const ignore = () => undefined
  const argv = ['--spec', 'large.json', '--output', 'large.ts']
  expect(await runGenerator(argv, { workingDirectory: folder, out: ignore, err: ignore })).toBe(0)

  await writeFile(join(folder, 'package.json'), '{"type": "module"}')
  await writeFile(join(folder, 'program.ts'), program)
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', 'program.ts']
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, ...flags], { cwd: folder }).catch(
    (failure) => failure,
  )
  expect(stdout).toBe('')
})
