import { NativeSelect, TextInput } from '@mantine/core'
import { DraftRows } from '../parts/draft-rows.tsx'
import { emptyValue } from './meter-draft.ts'
import type { MeterForm } from './meter-form.ts'

/** The values of a meter that is drafted. */
export function ValueRows({ form }: { readonly form: MeterForm }) {
  return (
    <DraftRows
      title="Values"
      purpose="What each event counts. A value that is there already, such as token_count of another meter, is used again."
      noun="value"
      rows={form.values.values}
      onAdd={() => form.insertListItem('values', emptyValue())}
      onRemove={(index) => form.removeListItem('values', index)}
    >
      {(_, index) => (
        <>
          <TextInput label="Reference" placeholder="token_count" {...form.getInputProps(`values.${index}.reference`)} />
          <TextInput label="Name" placeholder="Tokens" {...form.getInputProps(`values.${index}.name`)} />
          <NativeSelect
            label="Type"
            data={[
              { value: 'NUMBER', label: 'Number' },
              { value: 'AMOUNT', label: 'Amount of money' },
            ]}
            {...form.getInputProps(`values.${index}.type`)}
          />
        </>
      )}
    </DraftRows>
  )
}
