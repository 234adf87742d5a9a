import { expect } from 'vitest'
import type { ContractRow } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'

/** A resource that is there, an action on it, and a second look. */
interface Lifecycle {
  readonly before: object
  readonly act: () => Promise<object>
  readonly get: () => Promise<object>
}

/** The scenario of an action that changes the status of a resource and nothing else. */
export function inLifecycle(
  noun: string,
  status: string,
  prepare: (world: ContractWorld) => Promise<Lifecycle>,
): ContractRow {
  return [
    `makes the ${noun} ${status}, and changes nothing else`,
    async (world) => {
      const { before, act, get } = await prepare(world)
      expect(before).not.toMatchObject({ status })
      expect(timeless(await act())).toEqual({ ...timeless(before), status })
      expect(timeless(await get())).toEqual({ ...timeless(before), status })
    },
  ]
}

const timeless = (resource: object): object =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => name !== 'updated_at'))
