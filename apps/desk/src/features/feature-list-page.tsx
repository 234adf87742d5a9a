import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api-client.ts'
import { Answer, Empty } from '../parts/answer.tsx'
import { ButtonLink } from '../parts/button-link.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/page.tsx'
import { featuresQuery } from './feature-queries.ts'
import { featureTypeLabel } from './feature-type.ts'

/** All features: Products & plans → Features. */
export function FeatureListPage() {
  const query = useQuery(featuresQuery(useApi()))
  return (
    <Page title="Features" actions={<ButtonLink to="/features/new">New feature</ButtonLink>}>
      <Answer query={query}>
        {(features) =>
          features.length === 0 ? (
            <Empty title="No features yet">
              <Text size="sm">
                A feature is what a plan entitles a customer to: a monthly token budget, the models, a priority queue.
              </Text>
              <ButtonLink to="/features/new" variant="light">
                Create the first feature
              </ButtonLink>
            </Empty>
          ) : (
            <DataTable
              label="Features"
              rows={features}
              keyOf={({ id }) => String(id)}
              columns={[
                { heading: 'Feature', cell: ({ name, reference, id }) => name || reference || id },
                { heading: 'Reference', cell: ({ reference }) => reference },
                { heading: 'Type', cell: ({ type }) => featureTypeLabel(type) },
                { heading: 'Values', cell: ({ enum_values: values }) => (values ?? []).join(', ') || '\u2013' },
              ]}
            />
          )
        }
      </Answer>
    </Page>
  )
}
