import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import { BaseChatModel, type BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models'
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'

const USAGE = { input_tokens: 9, output_tokens: 12, total_tokens: 21 }

/** A chat model that answers at once: what is left of a call is LangChain's own work, and that of the handlers. */
export class InstantModel extends BaseChatModel {
  readonly #chunks: number

  constructor(chunks = 10) {
    super({})
    this.#chunks = chunks
  }

  override _llmType(): string {
    return 'instant'
  }

  override getLsParams(options: BaseChatModelCallOptions) {
    return { ...super.getLsParams(options), ls_provider: 'openai', ls_model_name: 'gpt-4o-mini' }
  }

  override async _generate(): Promise<ChatResult> {
    const message = new AIMessage({ content: 'Hello.', response_metadata: { model_name: 'gpt-4o-mini' } })
    Object.assign(message, { usage_metadata: USAGE })
    return { generations: [{ text: 'Hello.', message }], llmOutput: {} }
  }

  override async *_streamResponseChunks(
    _messages: BaseMessage[],
    _options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for (let index = 0; index < this.#chunks; index += 1) {
      const chunk = new ChatGenerationChunk({ text: 'word ', message: new AIMessageChunk({ content: 'word ' }) })
      yield chunk
      await manager?.handleLLMNewToken('word ', undefined, undefined, undefined, undefined, { chunk })
    }
    const message = new AIMessageChunk({ content: '', response_metadata: { model_name: 'gpt-4o-mini' } })
    Object.assign(message, { usage_metadata: USAGE })
    const last = new ChatGenerationChunk({ text: '', message })
    yield last
    await manager?.handleLLMNewToken('', undefined, undefined, undefined, undefined, { chunk: last })
  }
}
