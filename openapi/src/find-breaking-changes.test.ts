import { describe, expect, it } from 'vitest'
import { contract } from '../test/read-contract.ts'
import { api, query, type Shape, text, there } from '../test/thing-api.ts'
import { findBreakingChanges } from './find-breaking-changes.ts'
import type { OpenApiDocument } from './open-api-document.ts'

describe('findBreakingChanges', () => {
  it.each<[string, { readonly base: Shape; readonly current: Shape }, readonly string[]]>([
    // operations
    [
      'another operationId',
      { base: {}, current: { operation: { operationId: 'addThing' } } },
      [`${there}: operationId changed from createThing to addThing`],
    ],
    [
      'another success status',
      { base: { status: '201' }, current: { status: '200' } },
      [`${there}: success status changed from 201 to 200`],
    ],
    [
      'no success status',
      { base: { status: '201' }, current: { status: '400' } },
      [`${there}: success status 201 removed`],
    ],
    // parameters
    [
      'a parameter removed',
      { base: { parameters: [query(text)] }, current: {} },
      [`${there} query limit: parameter removed`],
    ],
    [
      'a parameter made required',
      { base: { parameters: [query(text)] }, current: { parameters: [query(text, true)] } },
      [`${there} query limit: parameter is now required`],
    ],
    [
      'a required parameter added',
      { base: {}, current: { parameters: [query(text, true)] } },
      [`${there} query limit: parameter is now required`],
    ],
    [
      'a parameter of another type',
      { base: { parameters: [query(text)] }, current: { parameters: [query({ type: 'integer' })] } },
      [`${there} query limit: type changed from string to integer`],
    ],
    [
      'a parameter with a lower maximum',
      {
        base: { parameters: [query({ type: 'integer', maximum: 100 })] },
        current: { parameters: [query({ type: 'integer', maximum: 50 })] },
      },
      [`${there} query limit: maximum is now 50`],
    ],
    ['an optional parameter added is fine', { base: {}, current: { parameters: [query(text)] } }, []],
    [
      'a schema removed that no operation uses',
      { base: { schemas: { Thing: text } }, current: {} },
      ['schema Thing: schema removed'],
    ],
  ])('%s', (_name, { base, current }, want) => {
    const changes = findBreakingChanges(api(base), api(current))
    expect(changes.map(({ where, what }) => `${where}: ${what}`)).toEqual(want)
  })

  it('names an operation that was removed', () => {
    const without: OpenApiDocument = { openapi: '3.1.0', paths: {}, components: { schemas: {} } }
    expect(findBreakingChanges(api({}), without)).toEqual([{ where: there, what: 'operation removed' }])
  })

  it('finds nothing between the contract and itself', () => {
    expect(findBreakingChanges(contract, structuredClone(contract))).toEqual([])
  })

  type Editable = { [key: string]: Editable & Editable[] }

  it.each<[string, (document: Editable) => unknown, RegExp]>([
    [
      'an operation removed',
      (document) => delete at(document, 'paths', '/v1/meters')['post'],
      /^POST \/v1\/meters: operation removed$/,
    ],
    [
      'a meter value that must be named',
      (document) =>
        Object.assign(at(document, 'components', 'schemas', 'MeterDataCreateRequest'), {
          required: ['reference', 'meter_values'],
        }),
      /^POST .*meter_values: request field is now required$/,
    ],
    [
      'entitlements without numbers',
      (document) => delete at(document, 'components', 'schemas', 'EntitlementSummaryItem', 'properties')['number'],
      /entitlements\[\]\.number: response field removed$/,
    ],
  ])('finds in the contract itself %s', (_name, change, want) => {
    const changed = structuredClone(contract)
    change(changed as unknown as Editable)
    const lines = findBreakingChanges(contract, changed).map(({ where, what }) => `${where}: ${what}`)
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(want)]))
    expect(lines.length).toBeLessThanOrEqual(2)
  })

  function at(document: Editable, ...path: readonly string[]): Editable {
    return path.reduce<Editable>((node, key) => node[key] ?? {}, document)
  }
})
