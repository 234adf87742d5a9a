import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../api/api-client.ts'
import { Failure } from '../parts/answer.tsx'
import { ButtonLink } from '../parts/button-link.tsx'
import { forgetDraft, keepDraft, keptDraft } from '../parts/kept-draft.ts'
import { Page } from '../parts/page.tsx'
import { CalculationRows } from './calculation-rows.tsx'
import { createMeter, DraftFieldError } from './create-meter.ts'
import { emptyMeter, type FieldErrors, findDraftErrors, type MeterDraft } from './meter-draft.ts'
import { metersKey } from './meter-queries.ts'
import { PropertyRows } from './property-rows.tsx'
import { ValueRows } from './value-rows.tsx'

const DRAFT = 'meter'

/** A new meter on one page, as the guide's first step has it: Usage metering → Meters → New meter. */
export function NewMeterPage() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm<MeterDraft>({
    initialValues: keptDraft(DRAFT, emptyMeter()),
    onValuesChange: (draft) => keepDraft(DRAFT, draft),
  })
  const showErrors = (errors: FieldErrors): void => {
    form.setErrors(errors)
    const [first] = Object.keys(errors)
    if (first !== undefined) document.querySelector<HTMLElement>(`[data-path="${first}"]`)?.focus()
  }
  const creation = useMutation({
    mutationFn: (draft: MeterDraft) => createMeter(api, draft),
    onSuccess: async (meter) => {
      forgetDraft(DRAFT)
      await queries.invalidateQueries({ queryKey: metersKey })
      await navigate({ to: '/meters/$meter', params: { meter: String(meter.reference ?? meter.id) } })
    },
    onError: (error) => {
      if (error instanceof DraftFieldError) showErrors({ [error.path]: error.message })
    },
  })
  const submit = (event: React.FormEvent): void => {
    event.preventDefault()
    const errors = findDraftErrors(form.values)
    showErrors(errors)
    if (Object.keys(errors).length === 0) creation.mutate(form.values)
  }

  return (
    <Page title="New meter">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg" maw={960}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label="Name"
              description="What people read."
              placeholder="Prompt tokens"
              {...form.getInputProps('name')}
            />
            <TextInput
              label="Reference"
              description="What events name it by."
              placeholder="prompt_tokens"
              {...form.getInputProps('reference')}
            />
          </SimpleGrid>
          <ValueRows form={form} />
          <PropertyRows form={form} />
          <CalculationRows form={form} />
          {creation.error && !(creation.error instanceof DraftFieldError) && <Failure error={creation.error} />}
          <Group>
            <Button type="submit" loading={creation.isPending}>
              Create meter
            </Button>
            <ButtonLink to="/meters" variant="default">
              Cancel
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
