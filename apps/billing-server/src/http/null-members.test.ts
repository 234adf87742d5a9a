import { describe, expect, it } from 'vitest'
import { refuseNull, withoutNull } from './null-members.ts'

describe('null in a request', () => {
  it('is refused in a change, for a member that its resource cannot be without', () => {
    const change = () => refuseNull({ name: null, status: null }, ['type', 'status'], 'CUSTOMER')
    expect(change).toThrow(expect.objectContaining({ status: 400, code: 'INVALID_FIELD', field: 'status' }))
  })

  it('clears every other member, and is not what is left out', () => {
    expect(() => refuseNull({ name: null }, ['status'], 'CUSTOMER')).not.toThrow()
  })

  it('asks for the default of a new resource', () => {
    expect(withoutNull({ name: null, status: null, type: 'X' }, ['status', 'type'])).toEqual({ name: null, type: 'X' })
  })
})
