import { readMap, readMoment, readObject, text, wholeNumber } from './read-members.ts'

/** Bytes of an agent's id. */
export const MAX_AGENT_ID_BYTES = 256
const MAX_NAMES = { names: 100, bytes: 256 }
const MAX_VERSION_BYTES = 256

/** The state of an agent as it reports itself. Its counts are those since its start. */
export interface ReportedAgent {
  readonly started_at: string
  readonly reported_at: string
  /** Versions by the names of packages and programs. */
  readonly versions: Readonly<Record<string, string>>
  /** Whole numbers by names of the agent's: `settled`, `pending`. */
  readonly counts: Readonly<Record<string, number>>
  /** The holds of now: `attempts`, `tokens`. */
  readonly holds: Readonly<Record<string, number>>
  /** Denials by reason. */
  readonly denials: Readonly<Record<string, number>>
}

/** Reads `PUT /operator/agents/{id}`. Throws naming the member at fault. */
export function readAgent(body: unknown): ReportedAgent {
  const given = readObject(body, '')
  const count = wholeNumber(Number.MAX_SAFE_INTEGER)
  return {
    started_at: readMoment(given, 'started_at'),
    reported_at: readMoment(given, 'reported_at'),
    versions: readMap(given, 'versions', MAX_NAMES, text(MAX_VERSION_BYTES)),
    counts: readMap(given, 'counts', MAX_NAMES, count),
    holds: readMap(given, 'holds', MAX_NAMES, count),
    denials: readMap(given, 'denials', MAX_NAMES, count),
  }
}
