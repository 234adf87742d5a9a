import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableEnd, tableStart } from '../src/render-operation-table.ts'

export const smallContract = `openapi: '3.1.0'
info: { title: Small, version: '1' }
paths:
  /v1/things: { $ref: 'resources/things.yaml#/paths/things' }
`

const things = `paths:
  things:
    get:
      operationId: listThings
      responses:
        '200': { description: Things., content: { application/json: { schema: { $ref: '#/schemas/Thing' } } } }
schemas:
  Thing: { type: object, properties: { id: { type: [string, 'null'] } } }
`

/** A folder with a repository's worth of a contract: one path in a file of its own. */
export async function writeSmallContract(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'tallygate-openapi-'))
  await mkdir(join(root, 'openapi/resources'), { recursive: true })
  await writeFile(join(root, 'openapi/openapi.yaml'), smallContract)
  await writeFile(join(root, 'openapi/resources/things.yaml'), things)
  await writeFile(join(root, 'openapi/README.md'), `# Small\n\n${tableStart}\n${tableEnd}\n`)
  return root
}
