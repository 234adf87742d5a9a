import type { components } from './generated/schema.ts'

/** A schema of the contract by its name: `Schema<'Meter'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
