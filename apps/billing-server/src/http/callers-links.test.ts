import { describe, expect, it } from 'vitest'
import { withCallersQuery } from './callers-links.ts'

const links = { first: '/v1/meters?page=1&limit=2', previous: null, current: '/v1/meters?page=2&limit=2', next: null }

describe('links of a page', () => {
  it('carry every parameter of the caller, repeated ones too, and their own page', () => {
    const search = new URLSearchParams('statuses[]=DRAFT&statuses[]=ACTIVE&page=2&limit=2&custom_field=a:b c&d')
    expect(withCallersQuery({ data: [], links }, search)).toEqual({
      data: [],
      links: {
        first: '/v1/meters?statuses[]=DRAFT&statuses[]=ACTIVE&page=1&limit=2&custom_field=a%3Ab+c&d=',
        previous: null,
        current: '/v1/meters?statuses[]=DRAFT&statuses[]=ACTIVE&page=2&limit=2&custom_field=a%3Ab+c&d=',
        next: null,
      },
    })
  })

  it.each([
    ['nothing', undefined],
    ['no links', { data: [] }],
    ['links of another kind', { id: 'x', links: [{ id: 'y' }] }],
  ])('%s stays as it is', (_name, answer) => {
    expect(withCallersQuery(answer, new URLSearchParams('a=b'))).toBe(answer)
  })
})
