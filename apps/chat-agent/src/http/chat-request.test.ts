import { describe, expect, it } from 'vitest'
import { AgentError } from './agent-error.ts'
import { chatRequestFromWire } from './chat-request.ts'

describe('chatRequestFromWire', () => {
  it('reads what is given, and leaves the rest open', () => {
    expect(chatRequestFromWire({ message: 'Hello', model: 'gpt-4o', thread_id: 'thr_1', stream: true })).toEqual({
      message: 'Hello',
      model: 'gpt-4o',
      threadId: 'thr_1',
      stream: true,
    })
    expect(chatRequestFromWire({ message: 'Hello' })).toEqual({
      message: 'Hello',
      model: undefined,
      threadId: undefined,
      stream: false,
    })
  })

  it.each([
    ['no message', {}, 'message'],
    ['an empty message', { message: '' }, 'message'],
    ['a message that is not text', { message: 7 }, 'message'],
    ['a message of a million characters', { message: 'x'.repeat(1_000_000) }, 'message'],
    ['a model that is not text', { message: 'x', model: ['gpt-4o'] }, 'model'],
    ['a thread with a path in it', { message: 'x', thread_id: '../other' }, 'thread_id'],
    ['a stream that is text', { message: 'x', stream: 'true' }, 'stream'],
    ['a field that does not exist', { message: 'x', mesage: 'y' }, 'mesage'],
    ['a prototype', JSON.parse('{"message": "x", "__proto__": {}}'), '__proto__'],
  ])('refuses %s by its name', (_, body, field) => {
    let error: unknown
    try {
      chatRequestFromWire(body)
    } catch (caught) {
      error = caught
    }
    expect(AgentError.isInstance(error) && [error.status, error.code, error.details['field']]).toEqual([
      400,
      'invalid_request',
      field,
    ])
  })
})
