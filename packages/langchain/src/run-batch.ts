import type { Run } from './run.ts'

/** Model calls that LangChain starts together: `generate` with several prompts. When one of them is denied, none of them is made. */
export class RunBatch {
  /** Runs with a hold, by run id. */
  readonly granted = new Map<string, Run>()
  failure: { readonly error: unknown } | undefined
  /** One request served several prompts, and its usage came with one of them. */
  reported = false
}
