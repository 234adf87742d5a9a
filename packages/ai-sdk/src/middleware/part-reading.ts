import type { StreamReading } from '@tallygate/entitlements/metering'
import type { AnswerTally } from '@tallygate/usage'
import { type Fields, isFields } from '../calls/fields.ts'

/** Reasons that a provider of the AI SDK fills in where it was told none. */
const UNSAID: ReadonlySet<unknown> = new Set(['other', 'error', 'interrupted', 'unknown'])

/** Reads along with the parts of a streamed answer, which go on as they come. */
export class PartReading<Part> implements StreamReading<Part> {
  /** Parts say when the answer is over. */
  readonly isRead = true
  readonly #tally: AnswerTally
  #isOver = false

  constructor(tally: AnswerTally) {
    this.#tally = tally
  }

  get isOver(): boolean {
    return this.#isOver
  }

  take(part: Part): readonly Part[] {
    if (isFields(part)) this.#read(part)
    return [part]
  }

  end(): readonly Part[] {
    return []
  }

  #read(part: Fields): void {
    const { type } = part
    if (type === 'response-metadata') this.#tally.add({ model: part['modelId'] })
    else if (type === 'finish') {
      this.#tally.add({ usage: part['usage'] })
      // A connection that ended early has a last part too, with what was stated by then.
      if (saysWhy(part['finishReason'])) this.#isOver = true
    } else if (typeof part['delta'] === 'string') this.#tally.add({ type, delta: part['delta'] })
  }
}

function saysWhy(reason: unknown): boolean {
  return isFields(reason) && (typeof reason['raw'] === 'string' || !UNSAID.has(reason['unified']))
}
