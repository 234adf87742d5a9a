import type { ProviderCount, ProviderProtocol, ScriptedAnswer } from './scripted-answer.ts'

/** An answer in parts: the texts of its events, in their order. */
export type Events = readonly string[]

const data = (value: unknown): string => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
const named = (value: { readonly type: string }): string => `event: ${value.type}\n${data(value)}`

/** Writes an answer in one piece. */
export function writeWhole(protocol: ProviderProtocol, answer: ScriptedAnswer): object {
  return WHOLE[protocol](answer)
}

/** Writes an answer as the events of a stream; the usage of a chat where it is asked for. */
export function writeStream(protocol: ProviderProtocol, answer: ScriptedAnswer, asksForUsage: boolean): Events {
  if (protocol === 'chat') return chatStream(answer, asksForUsage)
  if (protocol === 'responses') return responsesStream(answer)
  return protocol === 'messages' ? messagesStream(answer) : geminiStream(answer)
}

const WHOLE: Readonly<Record<ProviderProtocol, (answer: ScriptedAnswer) => object>> = {
  chat: (answer) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: answer.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text(answer) || null, refusal: null, ...chatCalls(answer) },
        logprobs: null,
        finish_reason: chatReason(answer),
      },
    ],
    ...unlessSilent(answer, { usage: chatUsage(answer.count) }),
  }),
  responses: (answer) => response(answer, 'completed', outputOf(answer), responsesUsage(answer.count)),
  embeddings: (answer) => ({
    object: 'list',
    model: answer.model,
    data: answer.words.map((_, index) => ({ object: 'embedding', index, embedding: [0.25, -0.5] })),
    ...unlessSilent(answer, { usage: { prompt_tokens: answer.count.prompt, total_tokens: answer.count.prompt } }),
  }),
  images: ({ count }) => ({
    created: 1,
    data: [{ b64_json: 'aGk=' }],
    usage: {
      input_tokens: count.prompt,
      output_tokens: count.completion,
      total_tokens: count.prompt + count.completion,
    },
  }),
  messages: (answer) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [
      ...(answer.words.length > 0 ? [{ type: 'text', text: text(answer) }] : []),
      ...answer.toolCalls.map((name, index) => ({ type: 'tool_use', id: `toolu_${index}`, name, input: {} })),
    ],
    stop_reason: messagesReason(answer),
    stop_sequence: null,
    ...unlessSilent(answer, { usage: messagesUsage(answer.count) }),
  }),
  generate: (answer) => ({
    candidates: [{ content: { role: 'model', parts: geminiParts(answer) }, finishReason: 'STOP', index: 0 }],
    modelVersion: answer.model,
    ...unlessSilent(answer, { usageMetadata: geminiUsage(answer.count) }),
  }),
}

function unlessSilent({ behaviours }: ScriptedAnswer, members: object): object {
  return behaviours.has('silent') ? {} : members
}

function text({ words }: ScriptedAnswer): string {
  return words.join('')
}

// OpenAI's chat

function chatUsage({ prompt, completion, cached, reasoning }: ProviderCount): object {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

function chatReason({ toolCalls, isWhole }: ScriptedAnswer): string {
  return toolCalls.length > 0 ? 'tool_calls' : isWhole ? 'stop' : 'length'
}

function chatCalls({ toolCalls }: ScriptedAnswer): object {
  if (toolCalls.length === 0) return {}
  return {
    tool_calls: toolCalls.map((name, index) => ({
      index,
      id: `call_${index}`,
      type: 'function',
      function: { name, arguments: '{}' },
    })),
  }
}

function chatStream(answer: ScriptedAnswer, asksForUsage: boolean): Events {
  const { behaviours, count, words, model } = answer
  const says = (word: 'silent' | 'cumulative' | 'twice' | 'undone') => behaviours.has(word)
  const states = asksForUsage && !says('silent')
  const chunk = (delta: object, reason: string | null = null, usage?: object) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [{ index: 0, delta, finish_reason: reason }],
    ...(usage === undefined ? (asksForUsage ? { usage: null } : {}) : { usage }),
  })
  const soFar = (index: number) =>
    states && says('cumulative')
      ? chatUsage({ ...count, completion: Math.min(count.completion, index + 1) })
      : undefined
  const parts = [
    chunk({ role: 'assistant', content: '' }),
    ...words.map((content, index) => chunk({ content }, null, soFar(index))),
    ...(answer.toolCalls.length > 0 ? [chunk(chatCalls(answer))] : []),
    chunk({}, chatReason(answer), states && (says('twice') || says('cumulative')) ? chatUsage(count) : undefined),
    ...(states ? [{ ...chunk({}), choices: [], usage: chatUsage(count) }] : []),
  ]
  return [...parts.map(data), ...(says('undone') ? [] : [data('[DONE]')])]
}

// OpenAI's Responses

function responsesUsage({ prompt, completion, cached, reasoning }: ProviderCount): object {
  return {
    input_tokens: prompt,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: prompt + completion,
  }
}

function outputOf(answer: ScriptedAnswer): readonly object[] {
  if (answer.toolCalls.length > 0)
    return answer.toolCalls.map((name, index) => ({
      type: 'function_call',
      id: `fc_${index}`,
      call_id: `call_${index}`,
      name,
      arguments: '{}',
      status: 'completed',
    }))
  const content = [{ type: 'output_text', text: text(answer), annotations: [], logprobs: [] }]
  return [{ type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }]
}

function response(answer: ScriptedAnswer, status: string, output: readonly object[], usage: object | null): object {
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: answer.model,
    output,
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: answer.behaviours.has('silent') ? null : usage,
  }
}

function responsesStream(answer: ScriptedAnswer): Events {
  const output = outputOf(answer)
  const events: { readonly type: string; readonly [member: string]: unknown }[] = [
    { type: 'response.created', response: response(answer, 'in_progress', [], null) },
  ]
  output.forEach((item, index) => {
    const at = { output_index: index, item_id: (item as { readonly id: string }).id }
    const isCall = answer.toolCalls.length > 0
    const started = isCall
      ? { ...item, arguments: '', status: 'in_progress' }
      : { ...item, content: [], status: 'in_progress' }
    events.push({ type: 'response.output_item.added', ...at, item: started })
    if (isCall) {
      events.push({ type: 'response.function_call_arguments.delta', ...at, delta: '{}' })
      events.push({ type: 'response.function_call_arguments.done', ...at, arguments: '{}' })
    } else {
      const part = { type: 'output_text', text: '', annotations: [] }
      events.push({ type: 'response.content_part.added', ...at, content_index: 0, part })
      for (const delta of answer.words)
        events.push({ type: 'response.output_text.delta', ...at, content_index: 0, delta, logprobs: [] })
      events.push({ type: 'response.output_text.done', ...at, content_index: 0, text: text(answer), logprobs: [] })
      events.push({
        type: 'response.content_part.done',
        ...at,
        content_index: 0,
        part: { ...part, text: text(answer) },
      })
    }
    events.push({ type: 'response.output_item.done', ...at, item })
  })
  events.push({
    type: 'response.completed',
    response: response(answer, 'completed', output, responsesUsage(answer.count)),
  })
  return events.map((event, index) => named({ ...event, sequence_number: index } as { readonly type: string }))
}

// Anthropic's messages

/** Its prompt tokens are without the cached ones. */
function messagesUsage({ prompt, completion, cached }: ProviderCount): object {
  return {
    input_tokens: prompt - cached,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
    output_tokens: completion,
  }
}

function messagesReason({ toolCalls, isWhole }: ScriptedAnswer): string {
  return toolCalls.length > 0 ? 'tool_use' : isWhole ? 'end_turn' : 'max_tokens'
}

function messagesStream(answer: ScriptedAnswer): Events {
  const { behaviours, count } = answer
  const states = !behaviours.has('silent')
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(states ? { usage: messagesUsage({ ...count, completion: 1 }) } : {}),
  }
  const blocks: { readonly type: string; readonly [member: string]: unknown }[] = []
  if (answer.words.length > 0) {
    blocks.push({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } })
    for (const word of answer.words)
      blocks.push({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: word } })
    blocks.push({ type: 'content_block_stop', index: 0 })
  }
  answer.toolCalls.forEach((name, index) => {
    const content_block = { type: 'tool_use', id: `toolu_${index}`, name, input: {} }
    blocks.push({ type: 'content_block_start', index, content_block })
    blocks.push({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: '{}' } })
    blocks.push({ type: 'content_block_stop', index })
  })
  const usage = (completion: number) => (states ? { usage: { output_tokens: completion } } : {})
  const ends = [
    ...(behaviours.has('cumulative') ? [{ type: 'message_delta', delta: {}, ...usage(count.completion - 1) }] : []),
    {
      type: 'message_delta',
      delta: { stop_reason: messagesReason(answer), stop_sequence: null },
      ...usage(count.completion),
    },
    ...(behaviours.has('undone') ? [] : [{ type: 'message_stop' }]),
  ]
  return [{ type: 'message_start', message }, { type: 'ping' }, ...blocks, ...ends].map(named)
}

// Gemini

function geminiUsage({ prompt, completion, cached, reasoning }: ProviderCount): object {
  return {
    promptTokenCount: prompt,
    candidatesTokenCount: completion - reasoning,
    ...(cached > 0 ? { cachedContentTokenCount: cached } : {}),
    ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
    totalTokenCount: prompt + completion,
  }
}

function geminiParts(answer: ScriptedAnswer): readonly object[] {
  if (answer.toolCalls.length > 0) return answer.toolCalls.map((name) => ({ functionCall: { name, args: {} } }))
  return [{ text: text(answer) }]
}

function geminiStream(answer: ScriptedAnswer): Events {
  const { count, behaviours, model } = answer
  const part = (parts: readonly object[], usage: object | undefined, reason?: string) => ({
    candidates: [
      { content: { role: 'model', parts }, index: 0, ...(reason === undefined ? {} : { finishReason: reason }) },
    ],
    modelVersion: model,
    ...(usage === undefined || behaviours.has('silent') ? {} : { usageMetadata: usage }),
  })
  const soFar = { promptTokenCount: count.prompt, totalTokenCount: count.prompt }
  const words = answer.words.map((word) => part([{ text: word }], soFar))
  const last = part(answer.toolCalls.length > 0 ? geminiParts(answer) : [{ text: '' }], geminiUsage(count), 'STOP')
  return [...words, last].map(data)
}
