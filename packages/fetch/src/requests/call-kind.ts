/**
 * The kinds of calls that cost: OpenAI's chat, completions, responses, embeddings, images, speech and transcriptions
 * and what is compatible with them; Anthropic's messages; Gemini's generateContent and embedContent.
 */
export type CallKind =
  | 'chat'
  | 'completions'
  | 'responses'
  | 'embeddings'
  | 'images'
  | 'speech'
  | 'transcriptions'
  | 'messages'
  | 'generate'
  | 'embed'

/** The protocol of a call: it decides how a refusal is written. */
export type Protocol = 'openai' | 'anthropic' | 'gemini'

export function protocolOf(kind: CallKind): Protocol {
  if (kind === 'messages') return 'anthropic'
  return kind === 'generate' || kind === 'embed' ? 'gemini' : 'openai'
}
