import { type Fields, isFields } from '../requests/fields.ts'
import { RefusedRequestError } from '../requests/refused-request-error.ts'

/** Largest body of a request that is read: the providers' own limits for files and pictures are below it. */
const MAX_BODY_BYTES = 128 * 1024 * 1024

/** A body as `fetch` takes it. */
export type FetchBody = RequestInit['body']

/** Bodies whose JSON is known, and whether they are that JSON. */
const parsedBodies = new WeakMap<Uint8Array, { readonly fields: Fields; readonly isSendable: boolean }>()

/**
 * Makes a body of JSON that was read already, for a server that passes a request on: a metered fetch does not read it
 * again. To be given to the fetch as `body`, and to no other.
 * @param bytes the JSON itself, which is sent as it is where nothing has to change. Default: it is written anew.
 */
export function parsedBody(fields: Fields, bytes?: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const body = bytes ?? new Uint8Array(0)
  parsedBodies.set(body, { fields, isSendable: bytes !== undefined })
  return body
}

/** The body of a request: read for the gate, and ready to be sent. */
export interface CallBody {
  /** The members of the JSON or the form; undefined where it is neither. */
  readonly fields: Fields | undefined
  /** The same bytes, to be sent where nothing was changed. */
  readonly sendable: FetchBody
  /** True where changed members can be sent instead: JSON. */
  readonly isJson: boolean
  /** The form, where the body is one. */
  readonly form?: FormData
}

/**
 * Reads the body of a request without using it up.
 * @throws RefusedRequestError where it is too large to be read.
 */
export async function readCallBody(input: string | URL | Request, init: RequestInit | undefined): Promise<CallBody> {
  const body = init?.body ?? (isRequest(input) && input.body !== null ? await bytesOf(input.clone()) : undefined)
  if (body === undefined || body === null) return { fields: undefined, sendable: undefined, isJson: false }
  if (typeof body === 'string') return jsonBody(body, body)
  if (body instanceof FormData) return { fields: await fieldsOfForm(body), sendable: body, isJson: false, form: body }
  const known = body instanceof Uint8Array ? parsedBodies.get(body) : undefined
  if (known !== undefined)
    return { fields: known.fields, sendable: known.isSendable ? body : JSON.stringify(known.fields), isJson: true }
  const type = contentType(input, init)
  const bytes = body instanceof Uint8Array ? body : await bytesOf(new Response(body))
  if (type.startsWith('multipart/form-data')) {
    const form = await formOf(bytes as Uint8Array<ArrayBuffer>, type)
    return { fields: await fieldsOfForm(form), sendable: bytes as Uint8Array<ArrayBuffer>, isJson: false, form }
  }
  return jsonBody(new TextDecoder().decode(bytes), bytes as Uint8Array<ArrayBuffer>)
}

export function isRequest(input: unknown): input is Request {
  return typeof input === 'object' && input !== null && 'url' in input && 'clone' in input
}

function contentType(input: string | URL | Request, init: RequestInit | undefined): string {
  const headers = init?.headers === undefined ? undefined : new Headers(init.headers)
  return headers?.get('content-type') ?? (isRequest(input) ? input.headers.get('content-type') : null) ?? ''
}

function jsonBody(text: string, sendable: FetchBody): CallBody {
  try {
    const fields: unknown = JSON.parse(text)
    return { fields: isFields(fields) ? fields : undefined, sendable, isJson: true }
  } catch {
    return { fields: undefined, sendable, isJson: false }
  }
}

async function bytesOf(body: Request | Response): Promise<Uint8Array> {
  const bytes = new Uint8Array(await body.arrayBuffer())
  if (bytes.length > MAX_BODY_BYTES)
    throw new RefusedRequestError('body', `body must have at most ${MAX_BODY_BYTES} bytes; it has ${bytes.length}.`)
  return bytes
}

async function formOf(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch {
    throw new RefusedRequestError('body', 'body must be the form that its content type says; it cannot be read.')
  }
}

/**
 * The members of a form as JSON would have them: numbers as numbers, and files as parts of an `input`, so that they are
 * estimated as attachments are.
 */
async function fieldsOfForm(form: FormData): Promise<Fields> {
  const fields: Record<string, unknown> = Object.create(null)
  const parts: Fields[] = []
  const files = new Set<string>()
  for (const [name, value] of form) {
    const isText = typeof value === 'string'
    // Which of two a provider reads is its own choice.
    if ((name in fields || (isText && files.has(name))) && !name.endsWith('[]'))
      throw new RefusedRequestError(
        name.slice(0, 100),
        `${name.slice(0, 100)} must be given once; the form repeats it.`,
      )
    if (isText) fields[name] = /^\d{1,9}$/.test(value) ? Number(value) : value
    else {
      files.add(name)
      parts.push(await partOf(name, value))
    }
  }
  return parts.length === 0 ? fields : { ...fields, input: parts }
}

async function partOf(name: string, file: Blob): Promise<Fields> {
  const data = new Uint8Array(await file.arrayBuffer())
  const isImage = name.startsWith('image') || name === 'mask' || file.type.startsWith('image/')
  return { type: isImage ? 'image' : 'input_audio', data, media_type: file.type }
}
