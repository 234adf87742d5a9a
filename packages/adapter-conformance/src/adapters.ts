import type { Adapter } from './adapter.ts'
import { AGENT_ADAPTERS } from './agent-adapters.ts'
import { AI_SDK_ADAPTERS } from './ai-sdk-adapters.ts'
import { FETCH_ADAPTERS } from './fetch-adapters.ts'
import { LANGCHAIN_ADAPTERS } from './langchain-adapters.ts'

/** The adapters that meter in the process of the program. */
export const OWN_ADAPTERS: readonly Adapter[] = [...LANGCHAIN_ADAPTERS, ...AI_SDK_ADAPTERS, ...FETCH_ADAPTERS]

/** Every adapter, in the order of the matrix: the chat agent meters in a process of its own. */
export const ADAPTERS: readonly Adapter[] = [...OWN_ADAPTERS, ...AGENT_ADAPTERS]
