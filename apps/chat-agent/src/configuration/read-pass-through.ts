import type { AgentConfiguration, QuantityMeters } from './agent-configuration.ts'

const DEFAULT_ANTHROPIC_BASE_URL = 'https://api.anthropic.com'

/** Members that name what a provider keeps. They cost nothing beside tokens. */
const KEPT = [
  'audio.id',
  'conversation',
  'file_id',
  'item_reference',
  'previous_response_id',
  'prompt',
  'store',
  'voice.id',
] as const

/** Tools that a provider runs and whose cost is counted, and the quantity that counts it. */
const COUNTED_TOOLS: readonly (readonly [name: RegExp, quantity: string])[] = [
  [/^tools\.web_search(_preview)?(_\d{4}_?\d{2}_?\d{2})?$/, 'searches'],
]
const BETA = /^anthropic-beta\.[a-z0-9-]{1,100}$/

/** Quantities that an answer of a provider states beside its tokens. */
const QUANTITIES = ['images', 'searches', 'seconds']
const REFERENCE = /^[\w.-]{1,100}$/
/** Properties of one attempt that entitlements take. */
const MAX_PROPERTIES = 20

type Get = (name: string) => string | undefined
type PassThroughConfiguration = Pick<
  AgentConfiguration,
  'anthropic' | 'allowedMembers' | 'quantities' | 'metadataProperties'
>

/** Reads what concerns requests that are passed on, beside their OpenAI provider. */
export function readPassThrough(
  get: Get,
  readUrl: (name: string) => string | undefined,
  faults: string[],
): PassThroughConfiguration {
  const apiKey = get('ANTHROPIC_API_KEY')
  const baseUrl = readUrl('ANTHROPIC_BASE_URL')
  if (apiKey === undefined && baseUrl !== undefined)
    faults.push('ANTHROPIC_BASE_URL is set, so ANTHROPIC_API_KEY must be set too')
  const quantities = readQuantities(get('QUANTITIES'), faults)
  const allowedMembers = readAllowedMembers(get('ALLOWED_MEMBERS'), quantities ?? {}, faults)
  const metadataProperties = readMetadataProperties(get('METADATA_PROPERTIES'), faults)
  return {
    ...(metadataProperties === undefined ? {} : { metadataProperties }),
    ...(apiKey === undefined ? {} : { anthropic: { apiKey, baseUrl: baseUrl ?? DEFAULT_ANTHROPIC_BASE_URL } }),
    ...(quantities === undefined ? {} : { quantities }),
    ...(allowedMembers === undefined ? {} : { allowedMembers }),
  }
}

function readQuantities(value: string | undefined, faults: string[]): QuantityMeters | undefined {
  if (value === undefined) return undefined
  const meters: Record<string, QuantityMeters[string]> = {}
  for (const entry of value.split(',')) {
    const [quantity = '', target = '', ...rest] = entry.split('=').map((part) => part.trim())
    const [meter = '', meterValue, ...more] = target.split(':')
    const isWritten =
      rest.length + more.length === 0 &&
      REFERENCE.test(meter) &&
      (meterValue === undefined || REFERENCE.test(meterValue))
    if (!(isWritten && QUANTITIES.includes(quantity)))
      faults.push(
        `QUANTITIES must be <quantity>=<meter> or <quantity>=<meter>:<meter value>, separated by commas, with the quantities ${QUANTITIES.join(', ')}; it has "${entry.trim()}"`,
      )
    meters[quantity] = meterValue === undefined ? meter : { meter, value: meterValue }
  }
  return meters
}

function readMetadataProperties(value: string | undefined, faults: string[]): readonly string[] | undefined {
  if (value === undefined) return undefined
  const names = [...new Set(value.split(',').map((name) => name.trim()))]
  for (const name of names)
    if (!REFERENCE.test(name))
      faults.push(`METADATA_PROPERTIES must be references of meter properties, separated by commas; it has "${name}"`)
  if (names.length > MAX_PROPERTIES)
    faults.push(`METADATA_PROPERTIES must be at most ${MAX_PROPERTIES} references; it has ${names.length}`)
  return names
}

function readAllowedMembers(
  value: string | undefined,
  quantities: QuantityMeters,
  faults: string[],
): readonly string[] | undefined {
  const names = value?.split(',').map((name) => name.trim())
  for (const name of names ?? []) {
    const quantity = COUNTED_TOOLS.find(([pattern]) => pattern.test(name))?.[1]
    if (quantity !== undefined && quantities[quantity] === undefined)
      faults.push(`ALLOWED_MEMBERS has ${name}, so QUANTITIES must map ${quantity}: otherwise nobody is billed for it`)
    if (quantity === undefined && !KEPT.some((kept) => kept === name) && !BETA.test(name))
      faults.push(
        `ALLOWED_MEMBERS must be names among ${KEPT.join(', ')}, tools.web_search, anthropic-beta.<name>, separated by commas; it has "${name}"`,
      )
  }
  return names
}
