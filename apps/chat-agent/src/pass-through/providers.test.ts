import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it } from 'vitest'
import { AgentError } from '../http/agent-error.ts'
import { PASSED_ROUTES, type PassedRoute } from './passed-routes.ts'
import { providerCall } from './providers.ts'

const providers = {
  openai: { baseUrl: 'https://gateway.example/openai/v1', apiKey: 'sk-openai' },
  anthropic: { baseUrl: 'https://api.anthropic.com', apiKey: 'sk-anthropic' },
}
const routeTo = (path: string): PassedRoute =>
  PASSED_ROUTES.find((route) => route.path === path) ?? expect.fail(`there is no route ${path}`)
const call = (path: string, headers: IncomingHttpHeaders = {}, allowedMembers: readonly string[] = []) =>
  providerCall(routeTo(path), providers, { requestId: 'req_1', headers, allowedMembers })

describe('providerCall', () => {
  it('goes to the provider of the route, with its key', () => {
    expect(call('/v1/chat/completions')).toMatchObject({
      url: 'https://gateway.example/openai/v1/chat/completions',
      headers: { authorization: 'Bearer sk-openai', 'x-request-id': 'req_1' },
    })
    const message = call('/v1/messages')
    expect(message).toMatchObject({
      url: 'https://api.anthropic.com/v1/messages',
      headers: { 'x-api-key': 'sk-anthropic', 'anthropic-version': '2023-06-01' },
    })
    expect(message.headers).not.toHaveProperty('authorization')
  })

  it('passes no header of the caller’s but Anthropic’s version and betas that keep nothing', () => {
    const headers = {
      authorization: 'Bearer customer',
      'openai-organization': 'org-x',
      'openai-project': 'proj-x',
      'idempotency-key': 'k',
      'anthropic-version': '2024-01-01',
      'anthropic-beta': 'interleaved-thinking-2025-05-14, structured-outputs-2025-11-13',
    }
    const common = ['accept', 'content-type', 'x-request-id']
    expect(Object.keys(call('/v1/responses', headers).headers).sort()).toEqual(['authorization', ...common].sort())
    const sent = call('/v1/messages', headers).headers
    expect(Object.keys(sent).sort()).toEqual(['anthropic-beta', 'anthropic-version', 'x-api-key', ...common].sort())
    expect(sent).toMatchObject({
      'anthropic-version': '2024-01-01',
      'anthropic-beta': 'interleaved-thinking-2025-05-14,structured-outputs-2025-11-13',
    })
  })

  it.each([
    [{ 'anthropic-beta': 'files-api-2025-04-14' }],
    [{ 'anthropic-beta': 'interleaved-thinking-2025-05-14,context-1m-2025-08-07' }],
    [{ 'anthropic-beta': 'interleaved-thinking' }],
    [{ 'anthropic-version': 'latest\r\nx: y' }],
  ])('refuses %o', (headers) => {
    const [field] = Object.keys(headers)
    let error: unknown
    try {
      call('/v1/messages', headers)
    } catch (caught) {
      error = caught
    }
    expect(AgentError.isInstance(error) && error.details['field']).toBe(field)
  })

  it('passes a beta that the operator lists', () => {
    const beta = { 'anthropic-beta': 'files-api-2025-04-14' }
    const { headers } = call('/v1/messages', beta, ['anthropic-beta.files-api-2025-04-14'])
    expect(headers).toMatchObject(beta)
  })

  it('says that there is no provider', () => {
    const facts = { requestId: 'req_1', headers: {}, allowedMembers: [] }
    expect(() => providerCall(routeTo('/v1/messages'), { openai: providers.openai }, facts)).toThrow(
      /ANTHROPIC_API_KEY/,
    )
  })
})
