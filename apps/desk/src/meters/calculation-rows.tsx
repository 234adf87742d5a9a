import { NativeSelect, TextInput } from '@mantine/core'
import { DraftRows } from '../parts/draft-rows.tsx'
import { calculatedOver, emptyCalculation } from './meter-draft.ts'
import type { MeterForm } from './meter-form.ts'

/** The calculations of a meter that is drafted. */
export function CalculationRows({ form }: { readonly form: MeterForm }) {
  const add = (): void =>
    form.insertListItem('calculations', emptyCalculation(calculatedOver(form.values, 'SUM')[0] ?? ''))
  return (
    <DraftRows
      title="Calculations"
      purpose="What a billing period adds up to. Products are priced by it."
      noun="calculation"
      rows={form.values.calculations}
      onAdd={add}
      onRemove={(index) => form.removeListItem('calculations', index)}
    >
      {({ type }, index) => (
        <>
          <TextInput
            label="Reference"
            placeholder="prompt_tokens_sum"
            {...form.getInputProps(`calculations.${index}.reference`)}
          />
          <TextInput label="Name" placeholder="Prompt tokens" {...form.getInputProps(`calculations.${index}.name`)} />
          <NativeSelect
            label="Calculation"
            data={[
              { value: 'SUM', label: 'Sum' },
              { value: 'MAX', label: 'Largest' },
              { value: 'MIN', label: 'Smallest' },
              { value: 'AVERAGE', label: 'Average' },
              { value: 'UNIQUE', label: 'Number of different ones' },
            ]}
            {...form.getInputProps(`calculations.${index}.type`)}
          />
          <NativeSelect
            label="Of"
            data={[{ value: '', label: 'Choose a value' }, ...calculatedOver(form.values, type)]}
            {...form.getInputProps(`calculations.${index}.of`)}
          />
        </>
      )}
    </DraftRows>
  )
}
