import { NavLink, Stack, Text } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'

/** The places of Desk under the words of the guide: "Usage metering → Meters". */
const PLACES = [
  { group: 'Usage metering', entries: [{ to: '/meters', label: 'Meters' }] },
  { group: 'Products & plans', entries: [{ to: '/features', label: 'Features' }] },
] as const

/** The navigation. `onLeave` closes it where it covers the page. */
export function Navigation({ onLeave }: { readonly onLeave: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <Stack gap="md">
      {PLACES.map(({ group, entries }) => (
        <div key={group}>
          <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
            {group}
          </Text>
          {entries.map(({ to, label }) => {
            const isHere = path === to || path.startsWith(`${to}/`)
            return (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                active={isHere}
                aria-current={isHere ? 'page' : undefined}
                onClick={onLeave}
              />
            )
          })}
        </div>
      ))}
    </Stack>
  )
}
