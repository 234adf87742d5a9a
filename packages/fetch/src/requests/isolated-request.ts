import type { CallKind } from './call-kind.ts'
import { type Fields, isFields, plainName } from './fields.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/** For whom a request is, where one key of a provider serves several customers. */
export interface Isolation {
  readonly customer: string
  /** Members that the application lets through, by the names that refusals give. */
  readonly allowedMembers: ReadonlySet<string>
  /** True where changed members can be sent: JSON. */
  readonly isJson: boolean
}

/** Members that name what the provider keeps for whoever has the key, by their plain names. */
const KEPT: ReadonlyMap<string, string> = new Map(
  [
    'assistant_id',
    'cached_content',
    'container',
    'container_id',
    'conversation',
    'conversation_id',
    'file_id',
    'file_ids',
    'previous_response_id',
    'thread_id',
    'vector_store_id',
    'vector_store_ids',
  ].map((name) => [plainName(name), name]),
)

/** Members that hold messages, tools or voices, in which something that is kept may be named. */
const CONTENTS = [
  'messages',
  'input',
  'contents',
  'system',
  'system_instruction',
  'systemInstruction',
  'tools',
  'audio',
  'voice',
]

/** Members that hold JSON of the caller's own making: arguments and results of tools, schemas. */
const OWN_JSON = new Set(['arguments', 'args', 'response', 'parameters', 'input_schema', 'function', 'custom'])

/** Labels by which a provider tells users, sessions and cached prompts apart. */
const LABELS = new Set(['user', 'safety_identifier', 'prompt_cache_key', 'session_id'].map(plainName))

/** Characters of a label that is sent, within the 64 that OpenAI takes. */
const LABEL_CHARACTERS = 32

const KEPT_FOR_ALL = 'what the provider keeps belongs to no customer'

/**
 * Returns the request as it may be sent where one key of a provider serves several customers: nothing is stored, and
 * labels of users and of cached prompts are the customer's own. The members are a copy, so that the JSON that is sent
 * holds each member once.
 * @throws RefusedRequestError for a member that names what the provider keeps: answers, conversations, prompts, files,
 * containers and vector stores.
 */
export async function isolatedRequest(kind: CallKind, body: Fields, isolation: Isolation): Promise<Fields> {
  assertNothingKept(kind, body, isolation.allowedMembers)
  const labels = await labelsOf(kind, body, isolation)
  return { ...unstored(kind, body, isolation), ...labels }
}

/**
 * Refuses a call that costs nothing and reads or deletes what the provider keeps, which may be another customer's.
 * Models and moderations are the same for all.
 * @throws RefusedRequestError
 */
export function assertReadableByAll(method: string, { pathname }: URL): void {
  const isSame =
    method === 'POST'
      ? /\/moderations\/?$/.test(pathname)
      : method !== 'DELETE' && /\/models(\/[^/]+)?\/?$/.test(pathname)
  if (!isSame) throw new RefusedRequestError('url', `url must not be ${shown(pathname)}: ${KEPT_FOR_ALL}.`)
}

function assertNothingKept(kind: CallKind, body: Fields, allowed: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue
    const kept = KEPT.get(plainName(name)) ?? (isStoredPrompt(kind, name, value) ? 'prompt' : undefined)
    if (kept !== undefined && !allowed.has(kept)) throw refused(name)
    if (plainName(name) === 'store' && name !== 'store')
      throw new RefusedRequestError(name, `${shown(name)} must be written store: a provider may take it for that.`)
  }
  for (const name of CONTENTS) assertNoneInside({ name, value: body[name], parent: undefined }, allowed)
}

/** A prompt of Responses is one that the provider keeps; elsewhere it is the text itself. */
function isStoredPrompt(kind: CallKind, name: string, value: unknown): boolean {
  return plainName(name) === 'prompt' && (kind === 'responses' || isFields(value))
}

/** A value of the request, and where it stands. */
interface Place {
  readonly name: string
  readonly value: unknown
  readonly parent: Place | undefined
}

/** Looks at every value inside, without recursion: a body may be nested deeper than a stack. */
function assertNoneInside(first: Place, allowed: ReadonlySet<string>): void {
  const open: Place[] = [first]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place
    if (Array.isArray(value)) for (const [index, one] of value.entries()) pushed(open, String(index), one, place)
    if (!isFields(value)) continue
    assertNoReference(place, value, allowed)
    const isToolUse = typeof value['type'] === 'string' && value['type'].endsWith('tool_use')
    for (const [name, inner] of Object.entries(value)) {
      const kept = KEPT.get(plainName(name))
      if (kept !== undefined && inner !== null && !allowed.has(kept)) throw refused(pathIn(place, name))
      if (!(OWN_JSON.has(name) || (isToolUse && name === 'input'))) pushed(open, name, inner, place)
    }
  }
}

function pushed(open: Place[], name: string, value: unknown, parent: Place): void {
  if (typeof value === 'object' && value !== null) open.push({ name, value, parent })
}

/** Refuses what is nothing but the id of something that the provider keeps. */
function assertNoReference(place: Place, value: Fields, allowed: ReadonlySet<string>): void {
  const { id, type } = value
  // A sound of an earlier answer of a chat, or a voice that was made for whoever has the key.
  const kept = place.name === 'audio' || place.name === 'voice' ? place.name : undefined
  if (kept !== undefined && typeof id === 'string' && !allowed.has(`${kept}.id`)) throw refused(pathIn(place, 'id'))
  const isItem = place.parent?.name === 'input' && place.parent.parent === undefined
  if (!isItem || allowed.has('item_reference')) return
  if (type === 'item_reference') throw refused(pathIn(place, 'type'))
  if (typeof id !== 'string') return
  const isBare =
    ((type === undefined || type === null) && !('role' in value)) ||
    (type === 'image_generation_call' && typeof value['result'] !== 'string') ||
    (type === 'reasoning' && typeof value['encrypted_content'] !== 'string')
  if (isBare) throw refused(pathIn(place, 'id'))
}

function pathIn(place: Place, name: string): string {
  const names = [name]
  for (let outer: Place | undefined = place; outer !== undefined; outer = outer.parent) names.push(outer.name)
  return names.reverse().join('.')
}

/** Sends nothing to be stored: nobody can read it then. A label of stored chats has no meaning without them. */
function unstored(kind: CallKind, body: Fields, { allowedMembers }: Isolation): Fields {
  if (allowedMembers.has('store')) return body
  if (kind === 'responses') return { ...body, store: false }
  const { store, ...rest } = body
  if (store === undefined || store === null || store === false) return body
  const { metadata: _, ...unlabelled } = rest
  return { ...(kind === 'chat' ? unlabelled : rest), store: false }
}

/** The labels of the request, as the customer's own: no customer can use, or be taken for, the label of another. */
async function labelsOf(kind: CallKind, body: Fields, { customer, isJson }: Isolation): Promise<Fields> {
  const labels: Record<string, unknown> = {}
  for (const [name, label] of Object.entries(body)) {
    if (!LABELS.has(plainName(name)) || label === null) continue
    if (!isJson) throw new RefusedRequestError(name, `${shown(name)} must be absent: a form is passed on as it is.`)
    labels[name] = await ownLabel(customer, label)
  }
  const { metadata } = body
  // Anthropic's place of it.
  if (kind === 'messages' && isFields(metadata) && 'user_id' in metadata && metadata['user_id'] !== null)
    labels['metadata'] = { ...metadata, user_id: await ownLabel(customer, metadata['user_id']) }
  return labels
}

/** SHA-256 of the customer and the label: the same each time, and nobody's but this customer's. */
async function ownLabel(customer: string, label: unknown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([customer, label]))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, LABEL_CHARACTERS)
}

function refused(path: string): RefusedRequestError {
  return new RefusedRequestError(shown(path), `${shown(path)} must be absent: ${KEPT_FOR_ALL}.`)
}

function shown(path: string): string {
  return path.slice(0, 100)
}
