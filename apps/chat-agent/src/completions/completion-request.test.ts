import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { completionRequestFromWire, estimateTokens, toProviderBody, wantsUsage } from './completion-request.ts'

/** A provider of which only OpenAI's protocol is known. */
const dialect = { knowsMaxCompletionTokens: false }

const messages = [{ role: 'user', content: 'hi' }]
const read = (more: object = {}) => completionRequestFromWire({ model: 'gpt-4o', messages, ...more })

describe('completionRequestFromWire', () => {
  it.each([
    ['no model', { messages }, 'model'],
    ['no messages', { model: 'gpt-4o', messages: [] }, 'messages'],
    ['a message that is text', { model: 'gpt-4o', messages: ['hi'] }, 'messages.0'],
    ['half a choice', { model: 'gpt-4o', messages, n: 0.5 }, 'n'],
    ['no tokens', { model: 'gpt-4o', messages, max_tokens: 0 }, 'max_tokens'],
    ['a stream that is text', { model: 'gpt-4o', messages, stream: 'yes' }, 'stream'],
  ])('refuses %s by its name', (_, body, field) => {
    let error: unknown
    try {
      completionRequestFromWire(body)
    } catch (caught) {
      error = caught
    }
    expect(AgentError.isInstance(error) && error.details['field']).toBe(field)
  })

  it('takes what it does not know, and null for what may be left out', () => {
    expect(read({ logit_bias: { 50256: -100 }, max_tokens: null, stream_options: null })).toMatchObject({
      logit_bias: { 50256: -100 },
    })
  })
})

describe('toProviderBody', () => {
  it.each([
    ['sets a limit where there is none', {}, 100, { max_tokens: 100 }],
    ['keeps a lower limit', { max_tokens: 7 }, 100, { max_tokens: 7 }],
    ['lowers a higher one', { max_tokens: 700 }, 100, { max_tokens: 100 }],
    ['writes a limit under the name that every server knows', { max_completion_tokens: 700 }, 100, { max_tokens: 100 }],
    ['uses the name that a reasoning model takes', { model: 'o3-mini' }, 100, { max_completion_tokens: 100 }],
    ['shares the limit among choices', { n: 3 }, 100, { max_tokens: 33 }],
    [
      'asks a stream for its usage',
      { stream: true, stream_options: { include_obfuscation: false } },
      9,
      { stream_options: { include_obfuscation: false, include_usage: true } },
    ],
    [
      'asks also where the caller said no',
      { stream: true, stream_options: { include_usage: false } },
      9,
      { stream_options: { include_usage: true } },
    ],
  ])('%s', (_, given, granted, want) => {
    expect(toProviderBody(read(given), granted, dialect)).toMatchObject(want)
  })

  it('adds nothing to an answer in one piece', () => {
    expect(toProviderBody(read(), 9, dialect)).toEqual({ model: 'gpt-4o', messages, max_tokens: 9 })
  })
})

describe('estimateTokens', () => {
  it('counts prompt and tools, and a limit once for each choice', () => {
    const plain = estimateTokens(read())
    expect(plain).toEqual({ promptTokens: expect.any(Number) })
    expect(
      estimateTokens(read({ tools: [{ type: 'function', function: { name: 'x'.repeat(400) } }] })).promptTokens,
    ).toBeGreaterThan(plain.promptTokens + 90)
    expect(estimateTokens(read({ max_tokens: 50, n: 3 })).completionTokens).toBe(150)
  })
})

describe('wantsUsage', () => {
  it.each([
    [{}, false],
    [{ stream_options: null }, false],
    [{ stream_options: { include_usage: false } }, false],
    [{ stream_options: { include_usage: true } }, true],
  ])('%o: %s', (given, want) => {
    expect(wantsUsage(read(given))).toBe(want)
  })
})
