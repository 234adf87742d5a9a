import { Alert, Button, Card, Skeleton, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { requestOf, wordsOf } from '../api/api-error.ts'

interface AnswerProps<Data> {
  readonly query: UseQueryResult<Data>
  /** Draws the answer. */
  readonly children: (data: Data) => ReactNode
  /** The number of grey lines until it is there. Default 6. */
  readonly lines?: number
}

/** Draws the answer to a question: grey lines until it is there, and where it failed the API's words. */
export function Answer<Data>({ query, children, lines = 6 }: AnswerProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Stack gap="sm" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={28} />
      ))}
    </Stack>
  )
}

/** An error in the words of whoever said it, with the id by which the server's log knows the request. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const request = requestOf(error)
  return (
    <Alert color="red" variant="light" role="alert" title="This did not work">
      <Text size="sm" className="desk-text">
        {wordsOf(error)}
      </Text>
      {request !== undefined && (
        <Text size="xs" c="dimmed">
          Request {request}
        </Text>
      )}
      {onRetry !== undefined && (
        <Button mt="sm" size="compact-sm" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  )
}

/** A list that has nothing yet, with the next step. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Card withBorder padding="lg">
      <Stack gap="xs" align="flex-start">
        <Text fw={600}>{title}</Text>
        {children}
      </Stack>
    </Card>
  )
}
