import { type Fixture, LLMock } from '@copilotkit/aimock'
import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai'

/** A simulated OpenAI over real HTTP on a free port, and models that talk to it. */
export interface Provider extends AsyncDisposable {
  readonly mock: LLMock
  readonly url: string
  /** Requests to the chat endpoint that reached it. */
  requests(): readonly { readonly body: Record<string, unknown>; readonly status: number }[]
  model(fields?: ChatOpenAIFields): ChatOpenAI
}

export async function startProvider(fixtures: readonly Fixture[]): Promise<Provider> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', journalMaxEntries: 100_000 })
  mock.addFixtures([...fixtures])
  await mock.start()
  return {
    mock,
    url: `${mock.url}/v1`,
    requests: () =>
      mock
        .getRequests()
        .map((entry) => ({ body: entry.body as unknown as Record<string, unknown>, status: entry.response.status })),
    model: (fields = {}) =>
      new ChatOpenAI({
        model: 'gpt-4o-mini',
        apiKey: 'none',
        maxRetries: 0,
        configuration: { baseURL: `${mock.url}/v1` },
        ...fields,
      }),
    [Symbol.asyncDispose]: () => mock.stop(),
  }
}
