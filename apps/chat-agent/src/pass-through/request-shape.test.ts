import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { PASSED_ROUTES } from './passed-routes.ts'
import { assertShape, type ShapeOptions } from './request-shape.ts'

const NOTHING: ShapeOptions = { quantities: new Set(), billsEstimates: false }
const messages = [{ role: 'user', content: 'hi' }]
const file = new Blob(['sound'])

function faultyField(path: string, fields: Readonly<Record<string, unknown>>, options = NOTHING): unknown {
  const route = PASSED_ROUTES.find((one) => one.path === path)
  if (route === undefined) throw new Error(`there is no route ${path}`)
  try {
    assertShape(route, fields, options)
    return undefined
  } catch (error) {
    return AgentError.isInstance(error) ? error.details['field'] : error
  }
}

describe('assertShape', () => {
  it.each([
    ['/v1/chat/completions', { messages }, 'model'],
    ['/v1/chat/completions', { model: 'm', messages: [] }, 'messages'],
    ['/v1/chat/completions', { model: 'm', messages: ['hi'] }, 'messages.0'],
    ['/v1/chat/completions', { model: 'm\0', messages }, 'model'],
    ['/v1/messages', { model: 'm', messages }, 'max_tokens'],
    ['/v1/responses', { model: 'm' }, 'input'],
    ['/v1/responses', { model: 'm', input: [] }, 'input'],
    ['/v1/embeddings', { model: 'm', input: '' }, 'input'],
    ['/v1/images/generations', { model: 'm' }, 'prompt'],
    ['/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat' }, 'model'],
    ['/v1/audio/speech', { model: 'm', input: 'hi' }, 'stream_format'],
    ['/v1/audio/speech', { model: 'm', input: 'hi', stream_format: 'audio' }, 'stream_format'],
    ['/v1/audio/transcriptions', { model: 'm', file: 'sound' }, 'file'],
    ['/v1/audio/transcriptions', { model: 'm', file, response_format: 'text' }, 'response_format'],
    ['/v1/audio/transcriptions', { model: 'whisper-1', file }, 'model'],
  ])('refuses on %s by its name: %o', (path, fields, field) => {
    expect(faultyField(path, fields)).toBe(field)
  })

  it.each([
    ['/v1/chat/completions', { model: 'm', messages, logit_bias: { 50256: -100 } }],
    ['/v1/responses', { model: 'm', input: 'hi' }],
    ['/v1/audio/speech', { model: 'm', input: 'hi', stream_format: 'sse' }],
    ['/v1/audio/transcriptions', { model: 'm', file, response_format: 'verbose_json' }],
  ])('takes what it does not know: %s %o', (path, fields) => {
    expect(faultyField(path, fields)).toBeUndefined()
  })

  it('takes what is billed by a quantity that is mapped, or by its estimate', () => {
    const mapped = { ...NOTHING, quantities: new Set(['images', 'seconds']) }
    expect(faultyField('/v1/images/generations', { model: 'dall-e-3', prompt: 'a cat' }, mapped)).toBeUndefined()
    expect(faultyField('/v1/audio/transcriptions', { model: 'whisper-1', file }, mapped)).toBeUndefined()
    const estimates = { ...NOTHING, billsEstimates: true }
    expect(faultyField('/v1/audio/speech', { model: 'm', input: 'hi' }, estimates)).toBeUndefined()
  })
})
