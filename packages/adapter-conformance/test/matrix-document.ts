import { type Adapter, AGENT_ADAPTERS, type Outcome } from '../src/index.ts'
import { KILLED } from './play-killed.ts'

/** A cell that is not played, or does not end as its row says, and why. */
export interface Exception {
  readonly outcome: Outcome | 'not played'
  readonly because: string
}

/** By the names of adapter and scenario. */
export const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, Exception>>>> = {
  'ai-sdk: @ai-sdk/anthropic': {
    'a stream without its last event': {
      outcome: 'unsettled',
      because: 'This provider of the AI SDK hands on no usage before the last event of Anthropic, `message_stop`.',
    },
  },
  ...Object.fromEntries(
    AGENT_ADAPTERS.map(({ name }) => [
      name,
      {
        'attached twice': {
          outcome: 'not played',
          because: 'The agent is a server: nothing of it is attached to a program.',
        },
        [KILLED]: {
          outcome: 'not played',
          because: 'The agent meters in a process of its own, which its own tests kill.',
        },
      },
    ]),
  ),
}

export interface MatrixRow {
  /** Its name. */
  readonly scenario: string
  readonly cells: readonly string[]
}

/** Writes what a run found as a document. */
export function matrixDocument(adapters: readonly Adapter[], rows: readonly MatrixRow[]): string {
  const reasons: string[] = []
  const lines = rows.map(({ scenario, cells }) => {
    const shown = cells.map((cell, index) => {
      const exception = EXCEPTIONS[adapters[index]?.name ?? '']?.[scenario]
      if (exception === undefined || exception.outcome !== cell) return cell
      if (!reasons.includes(exception.because)) reasons.push(exception.because)
      return `${cell} (${reasons.indexOf(exception.because) + 1})`
    })
    return `| ${scenario} | ${shown.join(' | ')} |`
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
  ].join('\n')
}
