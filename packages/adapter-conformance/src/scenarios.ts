import type { Ask, Session } from './adapter.ts'

/**
 * The end of a scenario: `billed` as the provider counted, `denied` and never called, `released` because the provider
 * served nothing, or `unsettled`: the provider's numbers never came, so an estimate counts against the budget, is
 * listed, and is not billed.
 */
export type Outcome = 'billed' | 'denied' | 'released' | 'unsettled'

/** A session of the scenario's own request; others of other customers beside it. */
export interface Play {
  readonly session: Session
  /**
   * The prompt of the scenario: words that say how the provider behaves, and its name, by which its
   * calls are found.
   */
  prompt(words: string): string
  /** A session of another customer, whose plan has the small model alone. */
  readonly other: Session
}

export interface Scenario {
  readonly name: string
  readonly want: Outcome
  /** Calls of the provider at the least; 0: it must not be called. */
  readonly calls: number
  readonly isAttachedTwice?: boolean
  /** The customer whose plan has the small model alone. */
  readonly isSmallPlan?: boolean
  play(play: Play): Promise<void>
}

/** Reads a stream to its end. */
async function read(stream: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of stream) text += part
  return text
}

/** Expects that something fails, and returns the error. */
async function failure(work: Promise<unknown>): Promise<unknown> {
  const result = await work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (result === undefined) throw new Error('it should have failed')
  return result.error
}

const whole =
  (words: string, more: Partial<Ask> = {}) =>
  async ({ session, prompt }: Play) =>
    void (await session.ask({ text: prompt(words), ...more }))
const streamed =
  (words: string) =>
  async ({ session, prompt }: Play) =>
    void (await read(session.stream({ text: prompt(words) })))
/** Some SDKs take an answer without usage for an error. */
const silent = (play: Scenario['play']) => async (parts: Play) => await play(parts).catch(() => undefined)
const failing =
  (words: string) =>
  async ({ session, prompt }: Play) =>
    void (await failure(session.ask({ text: prompt(words) })))

/** Leaves a stream when its first text is there. */
async function leave({ session, prompt }: Play, words: string): Promise<void> {
  for await (const text of session.stream({ text: prompt(words) })) if (text !== '') break
}

/** Aborts a stream when its first text is there. Some SDKs throw then, and others just end. */
async function abortWhileStreaming({ session, prompt }: Play, words: string): Promise<void> {
  const stop = new AbortController()
  const reading = async () => {
    for await (const text of session.stream({ text: prompt(words), signal: stop.signal })) if (text !== '') stop.abort()
  }
  await reading().catch(() => undefined)
}

async function expectDenial(session: Session, work: Promise<unknown>): Promise<void> {
  const denial = session.denialOf(await failure(work))
  if (denial?.reason !== 'model_not_entitled') throw new Error(`it should be a denial; it is ${String(denial?.reason)}`)
}

/** Everything that a call can meet. Each row is held to one outcome by every adapter. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'denied',
    want: 'denied',
    calls: 0,
    isSmallPlan: true,
    play: async ({ session, prompt }) => await expectDenial(session, session.ask({ text: prompt('hello') })),
  },
  {
    name: 'denied, asked for a stream',
    want: 'denied',
    calls: 0,
    isSmallPlan: true,
    play: async ({ session, prompt }) => await expectDenial(session, read(session.stream({ text: prompt('hello') }))),
  },
  { name: 'answered', want: 'billed', calls: 1, play: whole('hello') },
  { name: 'streamed', want: 'billed', calls: 1, play: streamed('hello') },
  { name: 'reader leaves after the first text', want: 'billed', calls: 1, play: (play) => leave(play, 'please slow') },
  {
    name: 'aborted before the call',
    want: 'released',
    calls: 0,
    play: async ({ session, prompt }) =>
      void (await failure(session.ask({ text: prompt('hello'), signal: AbortSignal.abort() }))),
  },
  {
    name: 'aborted while it streams',
    want: 'billed',
    calls: 1,
    play: (play) => abortWhileStreaming(play, 'please slow'),
  },
  {
    name: 'aborted after the answer',
    want: 'billed',
    calls: 1,
    play: async ({ session, prompt }) => {
      const stop = new AbortController()
      await session.ask({ text: prompt('hello'), signal: stop.signal })
      stop.abort()
    },
  },
  { name: 'provider refuses', want: 'released', calls: 1, play: failing('please refuse') },
  { name: 'provider is overloaded, tried again', want: 'released', calls: 2, play: failing('please overload') },
  { name: 'provider stumbles, tried again', want: 'billed', calls: 2, play: whole('please stumble') },
  {
    name: 'fallback to another model',
    want: 'billed',
    calls: 2,
    play: async ({ session, prompt }) => {
      await failure(session.ask({ text: prompt('please refuse') }))
      await session.ask({ text: prompt('hello'), isSmallModel: true })
    },
  },
  { name: 'provider cuts before an answer', want: 'unsettled', calls: 1, play: failing('please cut') },
  {
    name: 'provider cuts a stream',
    want: 'unsettled',
    calls: 1,
    play: async ({ session, prompt }) => void (await failure(read(session.stream({ text: prompt('please cut') })))),
  },
  { name: 'provider hangs, reader leaves', want: 'unsettled', calls: 1, play: (play) => leave(play, 'please hang') },
  { name: 'no usage', want: 'unsettled', calls: 1, play: silent(whole('please silent')) },
  { name: 'no usage in a stream', want: 'unsettled', calls: 1, play: silent(streamed('please silent')) },
  { name: 'usage so far in every part', want: 'billed', calls: 1, play: streamed('please cumulative') },
  { name: 'usage twice', want: 'billed', calls: 1, play: streamed('please twice') },
  { name: 'a stream without its last event', want: 'billed', calls: 1, play: streamed('please undone') },
  { name: 'cached and reasoning tokens', want: 'billed', calls: 1, play: whole('please cached') },
  { name: 'cached and reasoning tokens, streamed', want: 'billed', calls: 1, play: streamed('please cached') },
  { name: 'two calls of tools at once', want: 'billed', calls: 1, play: whole('please tools', { withTools: true }) },
  { name: 'an object as the answer', want: 'billed', calls: 1, play: whole('please json') },
  { name: 'attached twice', want: 'billed', calls: 1, isAttachedTwice: true, play: whole('hello') },
  {
    name: 'two customers at once',
    want: 'billed',
    calls: 2,
    play: async ({ session, other, prompt }) => {
      await Promise.all([
        session.ask({ text: prompt('hello') }),
        other.ask({ text: prompt('hello'), isSmallModel: true }),
      ])
    },
  },
]
