import { Button, Card, CloseButton, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

interface DraftRowsProps<Row extends { readonly key: string }> {
  readonly title: string
  /** The use of the rows, in a sentence. */
  readonly purpose: string
  /** The name of one row, such as "value". */
  readonly noun: string
  readonly rows: readonly Row[]
  readonly onAdd: () => void
  readonly onRemove: (index: number) => void
  readonly children: (row: Row, index: number) => ReactNode
}

/** Rows of a form that can be added and taken away. */
export function DraftRows<Row extends { readonly key: string }>(props: DraftRowsProps<Row>) {
  const { title, purpose, noun, rows, onAdd, onRemove, children } = props
  return (
    <fieldset className="desk-rows">
      <legend>{title}</legend>
      <Text size="sm" c="dimmed" mb="xs">
        {purpose}
      </Text>
      <Stack gap="sm" align="stretch">
        {rows.map((row, index) => (
          <Card key={row.key} withBorder padding="sm" role="group" aria-label={`${noun} ${index + 1}`}>
            <Group align="flex-start" wrap="nowrap" gap="xs">
              <div className="desk-row">{children(row, index)}</div>
              <CloseButton aria-label={`Remove ${noun} ${index + 1}`} onClick={() => onRemove(index)} />
            </Group>
          </Card>
        ))}
        <Group>
          <Button variant="light" size="compact-md" onClick={onAdd}>
            Add {noun}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  )
}
