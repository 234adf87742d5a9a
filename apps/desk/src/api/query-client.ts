import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isKeyRefused } from './api-error.ts'

/** The age up to which an answer is shown without asking again. */
const FRESH_MS = 10_000

/** Makes the store of answers. The client repeats calls itself, so that nothing here does. */
export function createQueryClient(onKeyRefused: (error: unknown) => void): QueryClient {
  const onError = (error: unknown): void => {
    if (isKeyRefused(error)) onKeyRefused(error)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: false, staleTime: FRESH_MS, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
