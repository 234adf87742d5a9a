/**
 * Dated ids that real providers report for the ids that callers ask for. An answer carries the dated id, so that
 * everything after it (metering, prices, invoices) meets the difference between the model asked for and the model
 * served.
 */
const DATED_IDS: Readonly<Record<string, string>> = {
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'claude-3-5-sonnet': 'claude-3-5-sonnet-20241022',
  'claude-3-5-haiku': 'claude-3-5-haiku-20241022',
}

/**
 * The id that the simulated provider reports as having served a request for `model`; unknown ids are served as they
 * are.
 */
export function servedModelId(model: string): string {
  return DATED_IDS[model] ?? model
}
