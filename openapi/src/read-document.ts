import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  BaseResolver,
  bundle,
  createConfig,
  isAbsoluteUrl,
  type NormalizedProblem,
  Source,
} from '@redocly/openapi-core'
import { GeneratorError } from './generator-error.ts'
import { isNode, listOperations, type OpenApiDocument } from './open-api-document.ts'

/** The largest known public documents have 10 MB; a body beyond this is a mistake or an attack. */
const maximumDocumentBytes = 32 * 1024 * 1024
/** Files that one document may be spread over. */
const maximumFiles = 2_000
/** For the whole download of one file. */
const downloadTimeoutMs = 60_000
/** Faults that one message lists; the rest are most often consequences. */
const maximumMessages = 20

export type ReadOptions = {
  readonly fetch?: typeof fetch
  readonly maximumBytes?: number
  readonly timeoutMs?: number
}

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, from a file or an http(s) URL, and joins the files that it refers
 * to. Throws a GeneratorError for an input that is missing, unreadable, too large or no such document.
 */
export async function readDocument(source: string, options: ReadOptions = {}): Promise<OpenApiDocument> {
  const reference = isAbsoluteUrl(source) ? source : source.startsWith('file:') ? source : resolve(source)
  const resolver = new BoundedResolver(options)
  const { bundle: bundled, problems } = await bundleFrom(reference, resolver)
  const errors = problems.filter((problem) => problem.severity === 'error')
  if (errors.length > 0) {
    // The same fault is reported once for each reference that leads to it.
    const messages = [...new Set(errors.map(({ message, location }) => `  ${message}${placeOf(location)}`))]
    throw new GeneratorError(
      'invalid_input',
      `${source} cannot be used:\n${messages.slice(0, maximumMessages).join('\n')}`,
    )
  }
  return validate(source, bundled.parsed)
}

function placeOf(location: NormalizedProblem['location']): string {
  const [first] = location
  return first === undefined ? '' : ` at ${first.source.absoluteRef}${first.pointer ?? ''}`
}

async function bundleFrom(reference: string, resolver: BoundedResolver) {
  try {
    const config = await createConfig({})
    const root = await resolver.resolveDocument<unknown>(null, reference, true)
    if (root instanceof Error) throw root
    validate(reference, root.parsed)
    return await bundle({ doc: root, config, externalRefResolver: resolver })
  } catch (cause) {
    const inner = originalError(cause)
    if (GeneratorError.isInstance(inner)) throw inner
    throw new GeneratorError(
      'invalid_input',
      `${reference} is neither JSON nor YAML that can be read: ${inner.message}`,
      { cause },
    )
  }
}

function originalError(cause: unknown): Error {
  if (isNode(cause) && cause['originalError'] instanceof Error) return cause['originalError']
  return cause instanceof Error ? cause : new Error(String(cause))
}

function validate(source: string, value: unknown): OpenApiDocument {
  const fail = (message: string) => new GeneratorError('invalid_input', `${source} ${message}`)
  if (!isNode(value)) throw fail('is not an OpenAPI document: it holds no object.')
  if ('swagger' in value) throw fail('is a Swagger 2.0 document; convert it to OpenAPI 3.0 or 3.1 first.')
  const version = value['openapi']
  if (typeof version !== 'string') throw fail('is not an OpenAPI document: it has no "openapi" version.')
  if (!/^3\.[01](\.|$)/.test(version)) throw fail(`has OpenAPI version ${version}; 3.0 and 3.1 are supported.`)
  if (!isNode(value['paths']) && !isNode(value['components']) && !isNode(value['webhooks'])) {
    throw fail('has none of paths, components and webhooks, so there is nothing to generate.')
  }
  const document = value as OpenApiDocument
  const seen = new Set<string>()
  for (const { node, method, path } of listOperations(document)) {
    const operationId = node['operationId']
    if (typeof operationId !== 'string') continue
    if (seen.has(operationId))
      throw fail(`uses the operationId ${operationId} twice, the second time at ${method.toUpperCase()} ${path}.`)
    seen.add(operationId)
  }
  return document
}

/** Reads what a document refers to, with a limit on bytes, on time and on the number of files. */
class BoundedResolver extends BaseResolver {
  readonly #fetch: typeof fetch
  readonly #maximumBytes: number
  readonly #timeoutMs: number
  #files = 0

  constructor(options: ReadOptions) {
    super()
    this.#fetch = options.fetch ?? fetch
    this.#maximumBytes = options.maximumBytes ?? maximumDocumentBytes
    this.#timeoutMs = options.timeoutMs ?? downloadTimeoutMs
  }

  override async loadExternalRef(reference: string): Promise<Source> {
    this.#files += 1
    if (this.#files > maximumFiles)
      throw new GeneratorError('input_too_large', `The document is spread over more than ${maximumFiles} files.`)
    const text = /^https?:/.test(reference) ? await this.#download(reference) : await this.#read(reference)
    return new Source(reference, text)
  }

  async #download(url: string): Promise<string> {
    let response: Response
    try {
      response = await this.#fetch(url, {
        signal: AbortSignal.timeout(this.#timeoutMs),
        headers: { accept: 'application/json, application/yaml, text/yaml, */*' },
      })
      if (!response.ok) throw new Error(`the server answered ${response.status}`)
      return await this.#text(url, response.body ?? [])
    } catch (cause) {
      throw this.#unreadable(url, cause)
    }
  }

  async #read(reference: string): Promise<string> {
    try {
      const file = await open(reference.startsWith('file:') ? new URL(reference) : pathToFileURL(reference))
      try {
        return await this.#text(reference, file.createReadStream({ autoClose: false }))
      } finally {
        await file.close()
      }
    } catch (cause) {
      throw this.#unreadable(reference, cause)
    }
  }

  async #text(reference: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const parts: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      if (bytes > this.#maximumBytes)
        throw new GeneratorError('input_too_large', `${reference} has more than ${this.#maximumBytes} bytes.`)
      parts.push(chunk)
    }
    return Buffer.concat(parts).toString('utf8')
  }

  #unreadable(reference: string, cause: unknown): GeneratorError {
    if (GeneratorError.isInstance(cause)) return cause
    const timedOut = cause instanceof Error && cause.name === 'TimeoutError'
    const reason = timedOut ? `no complete answer within ${this.#timeoutMs} ms` : reasonOf(cause)
    return new GeneratorError('unreadable_input', `${reference} cannot be read: ${reason}.`, { cause })
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  // fetch says "fetch failed" and keeps the reason in the cause.
  const inner = cause.cause instanceof Error ? cause.cause : cause
  const code = 'code' in inner ? String(inner.code) : ''
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'it is a folder'
  return inner.message || code || 'unknown reason'
}
