import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useMemo, useSyncExternalStore } from 'react'
import { ApiContext, apiClient } from '../api/api-client.ts'
import { wordsOf } from '../api/api-error.ts'
import { createQueryClient } from '../api/query-client.ts'
import { readSession, signOut, watchSession } from './session-key.ts'
import { SignInPage } from './sign-in-page.tsx'

/** Shows its children to whoever has a key, and asks for one otherwise. What one key was shown, another never is. */
export function Session({ children }: { readonly children: ReactNode }) {
  const { apiKey, refusal } = useSyncExternalStore(watchSession, readSession)
  const parts = useMemo(
    () =>
      apiKey === undefined
        ? undefined
        : { api: apiClient(apiKey), queries: createQueryClient((error) => signOut(wordsOf(error))) },
    [apiKey],
  )
  if (parts === undefined) return <SignInPage refusal={refusal} />
  return (
    <QueryClientProvider client={parts.queries}>
      <ApiContext value={parts.api}>{children}</ApiContext>
    </QueryClientProvider>
  )
}
