import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { smallContract, writeSmallContract } from '../test/small-contract.ts'
import type { ReadOptions } from './read-document.ts'
import { runGenerator } from './run-generator.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function run(root: string, argv: readonly string[], read?: ReadOptions) {
  let out = ''
  let err = ''
  const code = await runGenerator(argv, {
    root,
    workingDirectory: root,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    ...(read === undefined ? {} : { read }),
  })
  return { code, out, err }
}

describe('generating from the contract', () => {
  let root: string
  beforeEach(async () => {
    root = await writeSmallContract()
    folders.push(root)
  })

  const generated = ['openapi/generated/openapi.json', 'packages/client/src/generated/schema.ts', 'openapi/README.md']

  it('writes the document, the types and the table, and then has nothing to do', async () => {
    expect(await run(root, [])).toEqual({ code: 0, out: generated.map((path) => `wrote ${path}\n`).join(''), err: '' })
    expect(await run(root, [])).toEqual({ code: 0, out: 'everything is up to date\n', err: '' })
    expect(await readFile(join(root, 'openapi/README.md'), 'utf8')).toContain(
      '| GET    | `/v1/things` | `listThings` | documented |',
    )
    expect(await readFile(join(root, 'packages/client/src/generated/schema.ts'), 'utf8')).toMatch(
      /^\/\*\* Generated, do not edit\. Made by: pnpm generate \*\//,
    )
  })

  it('--check names every file that is missing, and writes nothing', async () => {
    const { code, err } = await run(root, ['--check'])
    expect(code).toBe(1)
    expect(err).toBe(generated.map((path) => `${path} is out of date; run pnpm generate\n`).join(''))
    await expect(readdir(join(root, 'openapi/generated'))).rejects.toThrow()
  })

  it.each(generated)('--check names %s when only that was edited', async (path) => {
    await run(root, [])
    expect(await run(root, ['--check'])).toMatchObject({ code: 0 })
    const content = await readFile(join(root, path), 'utf8')
    await writeFile(join(root, path), content.replace('listThings', 'listThing'))
    expect(await run(root, ['--check'])).toEqual({
      code: 1,
      out: '',
      err: `${path} is out of date; run pnpm generate\n`,
    })
  })

  it('gives the same bytes every time', async () => {
    const other = await writeSmallContract()
    folders.push(other)
    await run(root, [])
    await run(other, [])
    for (const path of generated)
      expect(await readFile(join(other, path), 'utf8')).toBe(await readFile(join(root, path), 'utf8'))
  })

  it('--breaking compares with what --record-release kept', async () => {
    const path = join(root, 'openapi/released/openapi.json.gz')
    expect(await run(root, ['--breaking'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Write it with: pnpm generate --record-release'),
    })
    expect(await run(root, ['--record-release'])).toEqual({
      code: 0,
      out: 'wrote openapi/released/openapi.json.gz\n',
      err: '',
    })
    expect(await run(root, ['--breaking'])).toEqual({ code: 0, out: 'no breaking change\n', err: '' })

    const released = JSON.parse(gunzipSync(await readFile(path)).toString())
    released.paths['/v1/others'] = { get: { operationId: 'listOthers', responses: {} } }
    await writeFile(path, gzipSync(JSON.stringify(released)))
    await writeFile(join(root, 'base.json'), JSON.stringify(released))
    const want = { code: 1, out: 'GET /v1/others: operation removed\n1 breaking change\n', err: '' }
    expect(await run(root, ['--breaking'])).toEqual(want)
    expect(await run(root, ['--breaking', '--base', 'base.json'])).toEqual(want)
  })
})

describe('--spec', () => {
  let root: string
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'tallygate-spec-'))
    folders.push(root)
  })

  const document = {
    openapi: '3.0.3',
    info: { title: 'T', version: '1' },
    paths: { '/a': { get: { operationId: 'getA', responses: { 200: { description: 'A' } } } } },
  }
  const yaml = smallContract.replace("{ $ref: 'resources/things.yaml#/paths/things' }", '{}')

  it.each([
    ['OpenAPI 3.0 as JSON', 'a.json', JSON.stringify(document)],
    ['OpenAPI 3.1 as YAML', 'a.yaml', yaml],
    ['JSON under a name without an extension', 'spec', JSON.stringify(document)],
  ])('takes %s', async (_name, file, content) => {
    await writeFile(join(root, file), content)
    expect(await run(root, ['--spec', file, '--output', 'out/a.ts'])).toEqual({
      code: 0,
      out: 'wrote out/a.ts\n',
      err: '',
    })
    const types = await readFile(join(root, 'out/a.ts'), 'utf8')
    expect(types).toMatch(
      new RegExp(`^/\\*\\* Generated, do not edit\\. Made by: pnpm generate --spec ${file} --output out/a.ts \\*/`),
    )
    expect(types).toContain('export type paths = {')
  })

  it('joins the files that a document is spread over', async () => {
    const contract = await writeSmallContract()
    folders.push(contract)
    await run(root, ['--spec', join(contract, 'openapi/openapi.yaml'), '--output', 'a.ts'])
    expect(await readFile(join(root, 'a.ts'), 'utf8')).toContain('Thing: {')
  })

  it.each([
    ['a file that is not there', undefined, 'there is no such file'],
    ['an empty file', '', 'is not an OpenAPI document'],
    ['text', 'hello', 'is not an OpenAPI document: it holds no object'],
    ['a list', '[]', 'is not an OpenAPI document: it holds no object'],
    ['broken JSON', '{"openapi": "3.1.0", ', 'is neither JSON nor YAML'],
    ['broken YAML', 'a: [b\nc: d', 'is neither JSON nor YAML'],
    ['Swagger 2.0', '{"swagger": "2.0"}', 'is a Swagger 2.0 document'],
    ['another JSON file', '{"name": "x"}', 'has no "openapi" version'],
    [
      'a version of tomorrow',
      '{"openapi": "4.0.0", "paths": {}}',
      'has OpenAPI version 4.0.0; 3.0 and 3.1 are supported',
    ],
    ['a document of nothing', '{"openapi": "3.1.0"}', 'there is nothing to generate'],
    ['a dead reference', '{"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/nowhere"}}}', 'a.json#/paths/~1a'],
    [
      'a reference to a missing file',
      '{"openapi": "3.1.0", "paths": {"/a": {"$ref": "b.yaml#/a"}}}',
      'b.yaml cannot be read: there is no such file',
    ],
    [
      'an operationId used twice',
      '{"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}}}',
      'uses the operationId x twice, the second time at PUT /a',
    ],
  ])('refuses %s and leaves the earlier output as it was', async (_name, content, want) => {
    if (content !== undefined) await writeFile(join(root, 'a.json'), content)
    await writeFile(join(root, 'a.ts'), 'earlier')
    const { code, out, err } = await run(root, ['--spec', 'a.json', '--output', 'a.ts'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(want)
    expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe('earlier')
    expect((await readdir(root)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('refuses a folder', async () => {
    expect(await run(root, ['--spec', '.', '--output', 'a.ts'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('it is a folder'),
    })
  })

  it('says when the output cannot be written', async () => {
    await writeFile(join(root, 'a.json'), JSON.stringify(document))
    const { code, err } = await run(root, ['--spec', 'a.json', '--output', 'a.json/b.ts'])
    expect(code).toBe(2)
    expect(err).toContain('cannot be written')
  })

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi`
  }

  it('takes a URL, and writes none of its secrets into the file', async () => {
    const url = await serve((_request, response) => response.end(JSON.stringify(document)))
    expect(await run(root, ['--spec', `${url}?api_key=secret`, '--output', 'a.ts'])).toMatchObject({ code: 0 })
    const types = await readFile(join(root, 'a.ts'), 'utf8')
    expect(types).toContain('"/a"')
    expect(types).toContain(`Made by: pnpm generate --spec ${url} --output a.ts`)
    expect(types).not.toContain('secret')
  })

  it('writes a path that holds the end of a comment', async () => {
    await writeFile(join(root, 'a.json'), JSON.stringify(document))
    expect(await run(root, ['--spec', 'a.json', '--output', 'x*/a.ts'])).toMatchObject({ code: 0 })
    expect(await readFile(join(root, 'x*/a.ts'), 'utf8')).toMatch(/^\/\*\* [^\n]*x\* \/a\.ts \*\/\n/)
  })

  it.each<[string, RequestListener, ReadOptions, string]>([
    ['answers 404', (_request, response) => response.writeHead(404).end(), {}, 'the server answered 404'],
    [
      'sends too much',
      (_request, response) => response.end('x'.repeat(5_000)),
      { maximumBytes: 4_096 },
      'has more than 4096 bytes',
    ],
    ['never ends', (_request, response) => response.write('{'), { timeoutMs: 100 }, 'no complete answer within 100 ms'],
    ['breaks off', (request, response) => response.write('{', () => request.socket.destroy()), {}, 'cannot be read'],
    ['sends a page', (_request, response) => response.end('<html></html>'), {}, 'is not an OpenAPI document'],
  ])('refuses a URL that %s', async (_name, listener, read, want) => {
    const { code, err } = await run(root, ['--spec', await serve(listener), '--output', 'a.ts'], read)
    expect(code).toBe(2)
    expect(err).toContain(want)
    expect(await readdir(root)).toEqual([])
  })

  it('refuses a URL where nobody listens', async () => {
    const { code, err } = await run(root, ['--spec', 'http://127.0.0.1:1/openapi.json', '--output', 'a.ts'])
    expect(code).toBe(2)
    expect(err).toContain('http://127.0.0.1:1/openapi.json cannot be read')
  })
})
