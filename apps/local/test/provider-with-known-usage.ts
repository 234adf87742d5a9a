import { type ChatCompletionRequest, LLMock, type TextResponse, type ToolCallResponse } from '@copilotkit/aimock'

/** The usage that the provider put on the wire for one request, by its own account. */
export interface ServedUsage {
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
}

const datedModels: Readonly<Record<string, string>> = {
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
}

/**
 * A simulated provider whose answers and token counts are set here, so that the test knows what was really served
 * without asking anybody downstream. The counts are odd on purpose: a sum that comes out right did not come out right
 * by chance.
 */
export class ProviderWithKnownUsage {
  readonly #mock: LLMock
  readonly #served: ServedUsage[] = []

  constructor() {
    this.#mock = new LLMock({ port: 0, journalMaxEntries: 10_000 })
    const answer =
      (promptTokens: number, completionTokens: number, response: TextResponse | ToolCallResponse) =>
      (request: ChatCompletionRequest) => {
        this.#served.push({ model: String(request.model), promptTokens, completionTokens })
        return {
          ...response,
          // Providers answer with a dated model; the bill is for the model as the catalog names it.
          model: datedModels[String(request.model)] ?? String(request.model),
          usage: {
            prompt_tokens: promptTokens,
            completion_tokens: completionTokens,
            total_tokens: promptTokens + completionTokens,
          },
        }
      }
    this.#mock.on(
      { userMessage: /calculate/, hasToolResult: false },
      answer(1_217, 31, { toolCalls: [{ name: 'calculator', arguments: '{"expression":"17 * 23"}' }] }),
    )
    this.#mock.on({ userMessage: /calculate/, hasToolResult: true }, answer(1_283, 19, { content: 'It is 391.' }))
    this.#mock.on(
      { userMessage: /write a novel/ },
      answer(89_013, 123_457, { content: 'It was a dark and stormy night.' }),
    )
    this.#mock.on({ userMessage: /use it all up/ }, answer(7, 999_983, { content: 'Done.' }))
    this.#mock.on({ userMessage: /./ }, answer(101, 57, { content: 'Good morning.' }))
  }

  start(): Promise<string> {
    return this.#mock.start()
  }

  stop(): Promise<void> {
    return this.#mock.stop()
  }

  /** Every request that was answered with tokens, in order. */
  get served(): readonly ServedUsage[] {
    return this.#served
  }
}
