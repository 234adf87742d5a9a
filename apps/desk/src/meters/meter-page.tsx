import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useApi } from '../api/api-client.ts'
import { Answer } from '../parts/answer.tsx'
import { TextLink } from '../parts/button-link.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { type MeterWithCalculations, meterQuery } from './meter-queries.ts'

const route = getRouteApi('/meters/$meter')

/** One meter with its values, properties and calculations. */
export function MeterPage() {
  const { meter: idOrRef } = route.useParams()
  const query = useQuery(meterQuery(useApi(), idOrRef))
  return (
    <Page title={query.data?.meter.name || idOrRef}>
      <TextLink to="/meters" size="sm">
        All meters
      </TextLink>
      <Answer query={query}>{(found) => <Parts {...found} />}</Answer>
    </Page>
  )
}

function Parts({ meter, calculations }: MeterWithCalculations) {
  return (
    <Stack gap="lg">
      <Group gap="lg">
        <Status status={meter.status} />
        <Text size="sm" className="desk-text">
          Reference <b>{meter.reference}</b>
        </Text>
        <Text size="sm" c="dimmed" className="desk-text">
          {meter.id}
        </Text>
      </Group>
      {meter.description && <Text className="desk-text">{meter.description}</Text>}
      <Part title="Values" none="Events of this meter carry no value.">
        {(meter.meter_values ?? []).length > 0 && (
          <DataTable
            label="Values"
            rows={meter.meter_values ?? []}
            keyOf={({ id }) => String(id)}
            columns={[
              { heading: 'Reference', cell: ({ reference, object }) => reference ?? object?.reference },
              { heading: 'Name', cell: ({ object }) => object?.name },
              { heading: 'Type', cell: ({ object }) => object?.type },
              { heading: 'In each event', cell: ({ required }) => (required === false ? 'optional' : 'required') },
              { heading: 'Status', cell: ({ object }) => <Status status={object?.status} /> },
            ]}
          />
        )}
      </Part>
      <Part title="Properties" none="Prices of this meter depend on nothing but the quantity.">
        {(meter.meter_properties ?? []).length > 0 && (
          <DataTable
            label="Properties"
            rows={meter.meter_properties ?? []}
            keyOf={({ id }) => String(id)}
            columns={[
              { heading: 'Reference', cell: ({ reference, object }) => reference ?? object?.reference },
              { heading: 'Name', cell: ({ object }) => object?.name },
              {
                heading: 'Type',
                cell: ({ object }) =>
                  object?.type === 'ENUM' ? `ENUM: ${(object.enum_values ?? []).join(', ')}` : object?.type,
              },
              { heading: 'In each event', cell: ({ required }) => (required === false ? 'optional' : 'required') },
              { heading: 'Status', cell: ({ object }) => <Status status={object?.status} /> },
            ]}
          />
        )}
      </Part>
      <Part title="Calculations" none="Nothing is added up yet: a product is priced by a calculation.">
        {calculations.length > 0 && (
          <DataTable
            label="Calculations"
            rows={calculations}
            keyOf={({ id }) => String(id)}
            columns={[
              { heading: 'Reference', cell: ({ reference }) => reference },
              { heading: 'Name', cell: ({ name }) => name },
              { heading: 'Calculation', cell: (calculation) => overOf(calculation, meter) },
            ]}
          />
        )}
      </Part>
    </Stack>
  )
}

function Part({ title, none, children }: { title: string; none: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children || (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      )}
    </section>
  )
}

/** Reads a calculation as a sentence: `SUM of token_count`. */
function overOf(
  {
    calculation_type: type,
    meter_value_id: valueId,
    meter_property_id: propertyId,
  }: MeterWithCalculations['calculations'][number],
  { meter_values: values, meter_properties: properties }: MeterWithCalculations['meter'],
): string {
  const over = [...(values ?? []), ...(properties ?? [])].find(({ id }) => id === (propertyId ?? valueId))
  return `${type} of ${over?.reference ?? over?.object?.reference ?? propertyId ?? valueId}`
}
