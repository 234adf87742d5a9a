import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import type { FeatureType } from './feature-type.ts'

/** A feature as it is typed. */
export interface FeatureDraft {
  readonly name: string
  readonly reference: string
  readonly type: FeatureType
  readonly enumValues: readonly string[]
}

export const emptyFeature = (): FeatureDraft => ({ name: '', reference: '', type: 'NUMBER', enumValues: [] })

/** Finds what no server needs to be asked about, by field. */
export function findFeatureErrors({ name, reference, type, enumValues }: FeatureDraft): Record<string, string> {
  return {
    ...(name.trim() === '' && { name: 'A name must be given.' }),
    ...(reference.trim() === '' && { reference: 'A reference must be given.' }),
    ...(type === 'ENUM' &&
      enumValues.length === 0 && { enumValues: 'A feature of a list must have at least one value.' }),
  }
}

/** Creates a feature. */
export const createFeature = (api: BillingClient, draft: FeatureDraft): Promise<Schema<'Feature'>> =>
  unwrap(
    api.POST('/v1/features', {
      body: {
        name: draft.name.trim(),
        reference: draft.reference.trim(),
        type: draft.type,
        ...(draft.type === 'ENUM' && { enum_values: [...draft.enumValues] }),
      },
    }),
  )
