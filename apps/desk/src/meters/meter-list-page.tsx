import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/api-client.ts'
import { Answer, Empty } from '../parts/answer.tsx'
import { ButtonLink, TextLink } from '../parts/button-link.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { metersQuery } from './meter-queries.ts'

/** All meters: Usage metering → Meters. */
export function MeterListPage() {
  const query = useQuery(metersQuery(useApi()))
  return (
    <Page title="Meters" actions={<ButtonLink to="/meters/new">New meter</ButtonLink>}>
      <Answer query={query}>
        {(meters) =>
          meters.length === 0 ? (
            <Empty title="No meters yet">
              <Text size="sm">
                A meter says what an event counts and by what it is priced: prompt tokens by model, for example.
              </Text>
              <ButtonLink to="/meters/new" variant="light">
                Create the first meter
              </ButtonLink>
            </Empty>
          ) : (
            <DataTable
              label="Meters"
              rows={meters}
              keyOf={({ id }) => String(id)}
              columns={[
                {
                  heading: 'Meter',
                  cell: ({ id, name, reference }) => (
                    <TextLink to="/meters/$meter" params={{ meter: String(reference ?? id) }}>
                      {name || reference || id}
                    </TextLink>
                  ),
                },
                { heading: 'Reference', cell: ({ reference }) => reference },
                { heading: 'Values', cell: ({ meter_values: values }) => references(values) },
                { heading: 'Properties', cell: ({ meter_properties: properties }) => references(properties) },
                { heading: 'Status', cell: ({ status }) => <Status status={status} /> },
              ]}
            />
          )
        }
      </Answer>
    </Page>
  )
}

const references = (links: readonly { readonly reference?: string | null }[] | null | undefined): string =>
  (links ?? []).map(({ reference }) => reference).join(', ') || '\u2013'
