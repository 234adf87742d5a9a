import { describe, expect, it } from 'vitest'
import { api, maybeText, object, type Shape, text, there } from '../test/thing-api.ts'
import { findBreakingChanges } from './find-breaking-changes.ts'
import type { Node } from './open-api-document.ts'

describe('compareSchemas', () => {
  it.each<[string, { readonly base: Shape; readonly current: Shape }, readonly string[]]>([
    // requests
    [
      'a required request field added',
      { base: { body: object({ a: text }) }, current: { body: object({ a: text, b: text }, ['b']) } },
      [`${there} request.b: request field is now required`],
    ],
    [
      'an optional request field made required',
      { base: { body: object({ a: text }) }, current: { body: object({ a: text }, ['a']) } },
      [`${there} request.a: request field is now required`],
    ],
    [
      'a request field removed',
      { base: { body: object({ a: text, b: text }) }, current: { body: object({ a: text }) } },
      [`${there} request.b: request field removed`],
    ],
    [
      'a request field of another type',
      { base: { body: object({ a: text }) }, current: { body: object({ a: { type: 'number' } }) } },
      [`${there} request.a: type changed from string to number`],
    ],
    [
      'a request field that no longer takes null',
      { base: { body: object({ a: maybeText }) }, current: { body: object({ a: text }) } },
      [`${there} request.a: no longer accepts null`],
    ],
    [
      'a request enum with a value less',
      { base: { body: object({ a: { enum: ['X', 'Y'] } }) }, current: { body: object({ a: { enum: ['X'] } }) } },
      [`${there} request.a: no longer accepts Y`],
    ],
    [
      'a request text that becomes an enum',
      { base: { body: object({ a: text }) }, current: { body: object({ a: { type: 'string', enum: ['X'] } }) } },
      [`${there} request.a: now accepts only X`],
    ],
    [
      'a shorter maximum length',
      {
        base: { body: object({ a: { type: 'string', maxLength: 9 } }) },
        current: { body: object({ a: { type: 'string', maxLength: 8 } }) },
      },
      [`${there} request.a: maxLength is now 8`],
    ],
    [
      'a first maximum of items',
      {
        base: { body: { type: 'array', items: text } },
        current: { body: { type: 'array', items: text, maxItems: 50 } },
      },
      [`${there} request: maxItems is now 50`],
    ],
    [
      'a longer minimum length',
      {
        base: { body: object({ a: { type: 'string' } }) },
        current: { body: object({ a: { type: 'string', minLength: 1 } }) },
      },
      [`${there} request.a: minLength is now 1`],
    ],
    [
      'a pattern',
      { base: { body: object({ a: text }) }, current: { body: object({ a: { type: 'string', pattern: '^x' } }) } },
      [`${there} request.a: must now match ^x`],
    ],
    [
      'deep inside a list',
      {
        base: { body: object({ a: { type: 'array', items: object({ b: text }) } }) },
        current: { body: object({ a: { type: 'array', items: object({ b: text }, ['b']) } }) },
      },
      [`${there} request.a[].b: request field is now required`],
    ],
    [
      'a body that was not needed',
      { base: {}, current: { body: object({}) } },
      [`${there} request: body is now required`],
    ],
    ['a body that is gone', { base: { body: object({}) }, current: {} }, [`${there} request: body removed`]],
    [
      'alternatives added, one of them null, are fine',
      {
        base: { body: { oneOf: [text, { type: 'number' }] } },
        current: { body: { oneOf: [text, { type: 'null' }, { type: 'number' }, { type: 'boolean' }] } },
      },
      [],
    ],
    [
      'fewer alternatives in a request',
      {
        base: { body: { oneOf: [text, { type: 'number' }, { type: 'boolean' }] } },
        current: { body: { oneOf: [text, { type: 'number' }] } },
      },
      [`${there} request: fewer alternatives: 3 became 2`],
    ],
    [
      'an optional request field added is fine',
      { base: { body: object({ a: text }) }, current: { body: object({ a: text, b: text }) } },
      [],
    ],
    [
      'a request field made optional is fine',
      { base: { body: object({ a: text }, ['a']) }, current: { body: object({ a: text }) } },
      [],
    ],
    [
      'a request that takes null too is fine',
      { base: { body: object({ a: text }) }, current: { body: object({ a: maybeText }) } },
      [],
    ],
    [
      'a request enum with a value more is fine',
      { base: { body: object({ a: { enum: ['X'] } }) }, current: { body: object({ a: { enum: ['X', 'Y'] } }) } },
      [],
    ],
    [
      'a request integer that becomes a number is fine',
      { base: { body: object({ a: { type: 'integer' } }) }, current: { body: object({ a: { type: 'number' } }) } },
      [],
    ],
    [
      'a longer maximum length is fine',
      {
        base: { body: object({ a: { type: 'string', maxLength: 8 } }) },
        current: { body: object({ a: { type: 'string', maxLength: 9 } }) },
      },
      [],
    ],
    // responses
    [
      'a response field removed',
      { base: { reply: object({ a: text, b: text }) }, current: { reply: object({ a: text }) } },
      [`${there} 201.b: response field removed`],
    ],
    [
      'a response field of another type',
      { base: { reply: object({ a: text }) }, current: { reply: object({ a: { type: 'integer' } }) } },
      [`${there} 201.a: type changed from string to integer`],
    ],
    [
      'a response field that may be null',
      { base: { reply: object({ a: text }) }, current: { reply: object({ a: maybeText }) } },
      [`${there} 201.a: may now be null`],
    ],
    [
      'a response field that is not always there',
      { base: { reply: object({ a: text }, ['a']) }, current: { reply: object({ a: text }) } },
      [`${there} 201.a: response field is no longer always there`],
    ],
    [
      'a response integer that becomes a number',
      { base: { reply: object({ a: { type: 'integer' } }) }, current: { reply: object({ a: { type: 'number' } }) } },
      [`${there} 201.a: type changed from integer to number`],
    ],
    [
      'a response field added is fine',
      { base: { reply: object({ a: text }) }, current: { reply: object({ a: text, b: text }) } },
      [],
    ],
    [
      'a response field always there is fine',
      { base: { reply: object({ a: text }) }, current: { reply: object({ a: text }, ['a']) } },
      [],
    ],
    [
      'a response that is never null is fine',
      { base: { reply: object({ a: maybeText }) }, current: { reply: object({ a: text }) } },
      [],
    ],
    [
      'a response enum with a value more is fine',
      { base: { reply: object({ a: { enum: ['X'] } }) }, current: { reply: object({ a: { enum: ['X', 'Y'] } }) } },
      [],
    ],
    // the ways to write a schema
    [
      'a schema moved behind a reference is fine',
      {
        base: { reply: object({ a: text }) },
        current: { reply: { $ref: '#/components/schemas/Thing' }, schemas: { Thing: object({ a: text }) } },
      },
      [],
    ],
    [
      'a schema split with allOf is fine',
      {
        base: { reply: object({ a: text, b: text }) },
        current: { reply: { allOf: [object({ a: text }), object({ b: text })] } },
      },
      [],
    ],
    [
      'null as an alternative is the same as null as a type',
      {
        base: { body: object({ a: maybeText }) },
        current: { body: object({ a: { anyOf: [text, { type: 'null' }] } }) },
      },
      [],
    ],
    [
      'null as OpenAPI 3.0 writes it is the same too',
      {
        base: { body: object({ a: { type: 'string', nullable: true } }) },
        current: { body: object({ a: maybeText }) },
      },
      [],
    ],
  ])('%s', (_name, { base, current }, want) => {
    const changes = findBreakingChanges(api(base), api(current))
    expect(changes.map(({ where, what }) => `${where}: ${what}`)).toEqual(want)
  })

  it('reports a shared schema once, and ends on one that contains itself', () => {
    const tree = (leaf: Node): Shape => ({
      body: object({
        left: { $ref: '#/components/schemas/Tree' },
        right: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
      }),
      schemas: { Tree: object({ leaf, next: { allOf: [{ $ref: '#/components/schemas/Tree' }] } }) },
    })
    const changes = findBreakingChanges(api(tree(text)), api(tree({ type: 'boolean' })))
    expect(changes.map(({ where }) => where)).toEqual([`${there} request.left.leaf`])
  })
})
