import { type ChatCompletionRequest, type Fixture, LLMock } from '@copilotkit/aimock'
import { answerRequest } from './answer-request.ts'
import { lastUserText } from './read-instruction.ts'
import { UsageLedger } from './usage-ledger.ts'

/** The path at which the provider's own count is read. */
const LEDGER_PATH = '/simulated-provider/usage'

/** Requests kept in the journal at `/__aimock/journal`: enough for a test, little enough to run for days. */
const JOURNAL_ENTRIES = 1000

/** Characters in a streamed chunk. */
const CHUNK_CHARACTERS = 12

/**
 * A stream slow enough to be watched, and to be left half-way: a fifth of a second to the first token, then 20 chunks a
 * second.
 */
const SLOW_STREAM = { ttft: 200, tps: 20 }

/** Chunks sent before "cut the stream" breaks the connection. */
const CHUNKS_BEFORE_CUT = 3

/**
 * Starts a provider that speaks OpenAI's protocol on a free port of 127.0.0.1 and answers every chat request. It runs
 * in the calling process; `startSimulatedProvider` gives it one of its own.
 */
export async function createSimulatedProvider(): Promise<LLMock> {
  const ledger = new UsageLedger()
  const response = (request: ChatCompletionRequest) => answerRequest(request, ledger)
  const says = (pattern: RegExp) => ({
    endpoint: 'chat' as const,
    predicate: (request: ChatCompletionRequest) => pattern.test(lastUserText(request)),
  })
  const breaksOff = (request: ChatCompletionRequest) =>
    /\b([a-z0-9][a-z0-9.-]*) breaks off\b/i.exec(lastUserText(request))?.[1] === request.model
  const fixtures: Fixture[] = [
    // Streams only: an answer in one piece comes whole.
    {
      match: { endpoint: 'chat', predicate: breaksOff },
      response,
      chunkSize: CHUNK_CHARACTERS,
      truncateAfterChunks: 1,
    },
    {
      match: says(/\bcut the stream\b/i),
      response,
      chunkSize: CHUNK_CHARACTERS,
      truncateAfterChunks: CHUNKS_BEFORE_CUT,
      streamingProfile: SLOW_STREAM,
    },
    { match: says(/\banswer slowly\b/i), response, chunkSize: CHUNK_CHARACTERS, streamingProfile: SLOW_STREAM },
    { match: { endpoint: 'chat' }, response, chunkSize: CHUNK_CHARACTERS },
  ]
  const provider = new LLMock({ port: 0, host: '127.0.0.1', journalMaxEntries: JOURNAL_ENTRIES })
  provider.addFixtures(fixtures).mount(LEDGER_PATH, ledger.asMount())
  await provider.start()
  return provider
}
