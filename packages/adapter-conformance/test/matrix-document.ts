import { type Adapter, AGENT_ADAPTERS, type Outcome, type Scenario } from '../src/index.ts'

/** A cell that is not played, or does not end as its row says, and why. */
export interface Exception {
  readonly outcome: Outcome | 'not played'
  readonly because: string
}

/** By the names of adapter and scenario. */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, Exception>>>> = Object.fromEntries(
  AGENT_ADAPTERS.map(({ name }) => [
    name,
    {
      'attached twice': {
        outcome: 'not played',
        because: 'The agent is a server: nothing of it is attached to a program.',
      },
    },
  ]),
)

export interface MatrixRow {
  readonly scenario: Scenario
  readonly cells: readonly string[]
}

/** Writes what a run found as a document. */
export function matrixDocument(adapters: readonly Adapter[], rows: readonly MatrixRow[]): string {
  const reasons: string[] = []
  const lines = rows.map(({ scenario, cells }) => {
    const shown = cells.map((cell, index) => {
      const exception = EXCEPTIONS[adapters[index]?.name ?? '']?.[scenario.name]
      if (exception === undefined || exception.outcome !== cell) return cell
      if (!reasons.includes(exception.because)) reasons.push(exception.because)
      return `${cell} (${reasons.indexOf(exception.because) + 1})`
    })
    return `| ${scenario.name} | ${shown.join(' | ')} |`
  })
  return [
    '# What every adapter makes of the same calls',
    '',
    'Written by `test/matrix.test.ts`: real SDKs over real connections, a provider that counts by itself, and the billing server. In each cell the',
    "provider's own count of what it served is compared with the billing server's events.",
    '',
    '| outcome | is |',
    '|---|---|',
    '| billed | what the billing server has is what the provider counted |',
    '| denied | the provider was not called, nothing is billed, and the error of the SDK carries the denial |',
    '| released | the provider served nothing, nothing is billed, and nothing is held any more |',
    "| unsettled | the provider's numbers never came: an estimate counts against the budget, is listed, and is not billed |",
    '',
    `| scenario | ${adapters.map(({ name }) => name).join(' | ')} |`,
    `|---|${adapters.map(() => '---').join('|')}|`,
    ...lines,
    '',
    ...reasons.map((reason, index) => `${index + 1}. ${reason}`),
    ...(reasons.length > 0 ? [''] : []),
    'A process that is killed in the middle of a stream leaves its attempt unsettled, whatever the adapter: the journal of the entitlements lists it.',
    '',
  ].join('\n')
}
