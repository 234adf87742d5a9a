export { type Adapter, type Ask, type Caller, DRAIN, MODEL_IDS, type Parts, type Session } from './adapter.ts'
export { ADAPTERS, OWN_ADAPTERS } from './adapters.ts'
export { AGENT_ADAPTERS } from './agent-adapters.ts'
export { type Outcome, type Play, SCENARIOS, type Scenario } from './scenarios.ts'
