export type { Adapter, Ask, Caller, Parts, Session } from './adapter.ts'
export { FETCH_ADAPTERS } from './fetch-adapters.ts'
export { LANGCHAIN_ADAPTERS } from './langchain-adapters.ts'
export { type Outcome, type Play, SCENARIOS, type Scenario } from './scenarios.ts'
