import { describe, expect, it } from 'vitest'
import { documentedOperation, documentedOperations, type OperationId, operationOf } from './contract-document.ts'
import { judgeAnswer } from './judge-answer.ts'

const said = (id: OperationId, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  judgeAnswer({
    operation: documentedOperation(id),
    status,
    headers: new Headers({
      'content-type': 'application/json',
      'x-request-id': 'reqr_0123456789abcdefghij',
      ...headers,
    }),
    body,
  })

const error = { type: 'INVALID_REQUEST', code: 'RESOURCE_NOT_FOUND', message: 'no such meter' }

describe('the judge of answers', () => {
  it.each<[name: string, faults: readonly string[], want: string | undefined]>([
    ['a resource', said('getMeter', 200, { id: 'metr_1', meter_values: [{ reference: 'a' }] }), undefined],
    ['a page', said('listCustomers', 200, { data: [], page: 1, limit: 50, links: { next: null } }), undefined],
    ['an error', said('getMeter', 404, error), undefined],
    ['an error of a status that only the default covers', said('getMeter', 418, error), undefined],
    ['no request id', said('getMeter', 200, {}, { 'x-request-id': '' }), 'without X-REQUEST-ID'],
    ['a member of the wrong type', said('getMeter', 200, { id: 7 }), '/id must be'],
    ['an unknown member', said('getMeter', 200, { colour: 'blue' }), 'colour'],
    ['an unknown member deep inside', said('getMeter', 200, { meter_values: [{ colour: 'blue' }] }), 'colour'],
    ['an unknown member of a page', said('listCustomers', 200, { data: [], colour: 'blue' }), 'colour'],
    ['an unknown member in a page', said('listCustomers', 200, { data: [{ colour: 'blue' }] }), 'colour'],
    ['a list without data', said('listMeters', 200, { page: 1 }), 'data'],
    ['an error without a code', said('getMeter', 404, { ...error, code: undefined }), 'code'],
    ['an error with a code of its own', said('getMeter', 400, { ...error, code: 'OH_NO' }), 'code'],
    ['a success with another status', said('createMeter', 200, { id: 'metr_1' }), 'createMeter answers 200'],
    ['HTML', said('getMeter', 502, '<html>', { 'content-type': 'text/html' }), 'as text/html'],
    [
      'JSON with a charset',
      said('getMeter', 200, {}, { 'content-type': 'application/json; charset=utf-8' }),
      'charset',
    ],
    ['JSON in the place of a file', said('getInvoicePdf', 200, {}), 'as application/json'],
  ])('%s', (_, faults, want) => {
    if (want === undefined) expect(faults).toEqual([])
    else expect(faults.join()).toContain(want)
  })

  it('finds the operation of each path of the document, with something in the place of the parameters', () => {
    for (const { id, method, path } of documentedOperations) {
      expect(operationOf(method, path.replaceAll(/\{[^{}]+\}/g, 'something'))?.id).toBe(id)
    }
  })
})
