import { Box, Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

interface PageProps {
  readonly title: string
  /** The actions of this page, beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page under its title, which is also the title of the tab. */
export function Page({ title, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tallygate Desk`
  }, [title])
  return (
    <Box maw={1600}>
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={1} size="h2" className="desk-text">
            {title}
          </Title>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  )
}
