import { describe, expect, it } from 'vitest'
import { contractOperations } from './contract.ts'
import { OperationRouter } from './operation-router.ts'

const router = new OperationRouter(contractOperations)

describe('the router', () => {
  it.each<[name: string, method: string, path: string, want: unknown]>([
    ['a collection', 'GET', '/v1/meters', { id: 'listMeters', path: {} }],
    ['a resource', 'GET', '/v1/meters/prompt_tokens', { id: 'getMeter', path: { idOrRef: 'prompt_tokens' } }],
    ['an escaped reference', 'GET', '/v1/meters/a%2Fb', { id: 'getMeter', path: { idOrRef: 'a/b' } }],
    ['a fixed piece before a parameter', 'POST', '/v1/events/ingest', { id: 'ingestEvent', path: {} }],
    ['the parameter beside it', 'GET', '/v1/events/mdat_1', { id: 'getEvent', path: { id: 'mdat_1' } }],
    [
      'a piece that is fixed for another method only',
      'GET',
      '/v1/customers/search',
      { id: 'getCustomer', path: { idOrRef: 'search' } },
    ],
    ['an action', 'POST', '/v1/customers/acme/activate', { id: 'activateCustomer', path: { idOrRef: 'acme' } }],
    ['an unknown path', 'GET', '/v1/nothing', undefined],
    ['a path with a slash too many', 'GET', '/v1/meters/', undefined],
    ['a deeper path', 'GET', '/v1/meters/a/b', undefined],
    ['another method', 'DELETE', '/v1/meters', ['get', 'post']],
  ])('finds %s', (_, method, path, want) => {
    const match = router.match(method, path)
    const got =
      match === undefined
        ? undefined
        : 'allowed' in match
          ? match.allowed
          : { id: match.operation.id, path: match.path }
    expect(got).toEqual(want)
  })

  it('finds every operation of the contract', () => {
    for (const operation of contractOperations) {
      const path = `/${operation.segments.map((segment) => (segment.startsWith('{') ? 'some-id' : segment)).join('/')}`
      const match = router.match(operation.method, path)
      expect(match && 'operation' in match && match.operation.id).toBe(operation.id)
    }
  })
})
