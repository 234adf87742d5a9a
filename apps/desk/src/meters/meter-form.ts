import type { useForm } from '@mantine/form'
import type { MeterDraft } from './meter-draft.ts'

/** The state of the page on which a meter is drafted. */
export type MeterForm = ReturnType<typeof useForm<MeterDraft>>
