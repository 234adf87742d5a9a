import { Button, Group, NativeSelect, Stack, TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { BillingApiError } from '@tallygate/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useApi } from '../api/api-client.ts'
import { Failure } from '../parts/answer.tsx'
import { ButtonLink } from '../parts/button-link.tsx'
import { forgetDraft, keepDraft, keptDraft } from '../parts/kept-draft.ts'
import { Page } from '../parts/page.tsx'
import { createFeature, emptyFeature, type FeatureDraft, findFeatureErrors } from './create-feature.ts'
import { featuresKey } from './feature-queries.ts'
import { FEATURE_TYPES } from './feature-type.ts'

const DRAFT = 'feature'

/** Members of the request by their fields on the page. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'name',
  reference: 'reference',
  type: 'type',
  enum_values: 'enumValues',
}

/** Returns the field that the API refused; undefined where an error is of none. */
const fieldOf = (error: unknown): string | undefined =>
  BillingApiError.isInstance(error) ? FIELDS[error.field?.split(/[.[]/)[0] ?? ''] : undefined

/** A new feature, as in the guide's third step: Products & plans → Features → New feature. */
export function NewFeaturePage() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm<FeatureDraft>({
    initialValues: keptDraft(DRAFT, emptyFeature()),
    onValuesChange: (draft) => keepDraft(DRAFT, draft),
  })
  const showErrors = (errors: Readonly<Record<string, string>>): void => {
    form.setErrors(errors)
    const [first] = Object.keys(errors)
    if (first !== undefined) document.querySelector<HTMLElement>(`[data-path="${first}"]`)?.focus()
  }
  const creation = useMutation({
    mutationFn: (draft: FeatureDraft) => createFeature(api, draft),
    onSuccess: async () => {
      forgetDraft(DRAFT)
      await queries.invalidateQueries({ queryKey: featuresKey })
      await navigate({ to: '/features' })
    },
    onError: (error) => {
      const field = fieldOf(error)
      if (field !== undefined) showErrors({ [field]: error.message })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const errors = findFeatureErrors(form.values)
    showErrors(errors)
    if (Object.keys(errors).length === 0) creation.mutate(form.values)
  }

  return (
    <Page title="New feature">
      <form onSubmit={submit} noValidate>
        <Stack maw={480}>
          <TextInput label="Name" placeholder="Monthly token budget" {...form.getInputProps('name')} />
          <TextInput
            label="Reference"
            description="What your application asks for."
            placeholder="monthly_token_budget"
            {...form.getInputProps('reference')}
          />
          <NativeSelect label="Type" data={[...FEATURE_TYPES]} {...form.getInputProps('type')} />
          {form.values.type === 'ENUM' && (
            <TagsInput label="Values" description="Enter after each." {...form.getInputProps('enumValues')} />
          )}
          {creation.error && fieldOf(creation.error) === undefined && <Failure error={creation.error} />}
          <Group>
            <Button type="submit" loading={creation.isPending}>
              Create feature
            </Button>
            <ButtonLink to="/features" variant="default">
              Cancel
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
