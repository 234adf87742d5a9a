import { Badge, type DefaultMantineColor } from '@mantine/core'

const COLORS: Readonly<Record<string, DefaultMantineColor>> = {
  ACTIVE: 'teal',
  FINAL: 'teal',
  OPEN: 'blue',
  DRAFT: 'yellow',
}

/** The state of something, in the API's word. */
export function Status({ status }: { readonly status: string | null | undefined }) {
  return (
    <Badge variant="outline" color={COLORS[status ?? ''] ?? 'gray'} className="desk-status">
      {status ?? 'UNKNOWN'}
    </Badge>
  )
}
