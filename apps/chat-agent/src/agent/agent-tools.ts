import type { Entitlements } from '@tallygate/entitlements'
import { type ToolRuntime, tool } from 'langchain'
import { z } from 'zod'
import { calculate, MAX_EXPRESSION_CHARACTERS } from './calculate.ts'
import { describeUsage } from './describe-usage.ts'
import type { agentContextSchema } from './model-choice.ts'

export interface AgentToolsOptions {
  readonly entitlements: Pick<Entitlements, 'usage'>
  readonly now: () => number
}

/** The tools of the agent. None of them can spend, write, or see another customer than the one that asks. */
export function agentTools({ entitlements, now }: AgentToolsOptions) {
  const calculator = tool(
    ({ expression }) => {
      try {
        return `${expression} = ${calculate(expression)}`
      } catch (error) {
        // Told to the model, which can mend its expression.
        return `Not an expression: ${error instanceof Error ? error.message : String(error)}`
      }
    },
    {
      name: 'calculator',
      description: 'Evaluates an arithmetic expression with + - * / and brackets.',
      schema: z.object({
        expression: z.string().min(1).max(MAX_EXPRESSION_CHARACTERS).describe('For example: (17 + 4) * 23'),
      }),
    },
  )
  const currentTime = tool(() => `It is ${new Date(now()).toISOString()} (UTC).`, {
    name: 'current_time',
    description: 'Tells the current date and time in UTC.',
    schema: z.object({}),
  })
  const myUsage = tool(
    async (_input: object, runtime: ToolRuntime<unknown, typeof agentContextSchema>) =>
      describeUsage(await entitlements.usage(runtime.context.customer)),
    {
      name: 'my_usage',
      description: 'Tells the customer how many tokens of their monthly budget are used and left, and when it resets.',
      schema: z.object({}),
    },
  )
  return [calculator, currentTime, myUsage]
}
