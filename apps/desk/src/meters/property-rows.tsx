import { Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { DraftRows } from '../parts/draft-rows.tsx'
import { emptyProperty } from './meter-draft.ts'
import type { MeterForm } from './meter-form.ts'

/** The properties of a meter that is drafted. */
export function PropertyRows({ form }: { readonly form: MeterForm }) {
  return (
    <DraftRows
      title="Properties"
      purpose="What a price can depend on: the model, the region."
      noun="property"
      rows={form.values.properties}
      onAdd={() => form.insertListItem('properties', emptyProperty())}
      onRemove={(index) => form.removeListItem('properties', index)}
    >
      {({ type }, index) => (
        <>
          <TextInput
            label="Reference"
            placeholder="model_id"
            {...form.getInputProps(`properties.${index}.reference`)}
          />
          <TextInput label="Name" placeholder="Model" {...form.getInputProps(`properties.${index}.name`)} />
          <NativeSelect
            label="Type"
            data={[
              { value: 'STRING', label: 'Text' },
              { value: 'NUMBER', label: 'Number' },
              { value: 'ENUM', label: 'One of a list' },
            ]}
            {...form.getInputProps(`properties.${index}.type`)}
          />
          {type === 'ENUM' && (
            <TagsInput
              label="Allowed values"
              description="Enter after each."
              {...form.getInputProps(`properties.${index}.enumValues`)}
            />
          )}
          <Checkbox
            label="Each event must carry it"
            mt="lg"
            {...form.getInputProps(`properties.${index}.required`, { type: 'checkbox' })}
          />
        </>
      )}
    </DraftRows>
  )
}
