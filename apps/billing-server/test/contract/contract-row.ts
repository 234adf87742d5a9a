import type { components } from '@tallygate/client'
import type { OperationId, ResourceType } from './contract-document.ts'
import type { ContractWorld } from './contract-world.ts'

/**
 * A behaviour of an operation, as a sentence that begins with its name, and a scenario that fails when the operation
 * does not behave so. The scenario makes what it needs through the API under references of its own, and calls the
 * operation with success.
 */
export type ContractRow = readonly [does: string, scenario: (world: ContractWorld) => Promise<void>]

/** Scenarios by operation. A name that the contract does not have does not compile. */
export type ContractRows = { readonly [Id in OperationId]?: ContractRow }

/**
 * The scenarios of one resource, and what an error calls it when it is not there; undefined where the contract has no
 * name.
 */
export interface ContractResource {
  readonly name: string
  readonly type: ResourceType | undefined
  readonly rows: ContractRows
}

/**
 * A request body with every member that the contract knows: when the contract gets another one, the scenario that
 * promises to send all of them no longer compiles.
 */
export type Every<Name extends keyof components['schemas']> = Required<components['schemas'][Name]>
