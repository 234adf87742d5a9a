import { AIMessageChunk, type BaseMessage, HumanMessage } from '@langchain/core/messages'
import type { BudgetState, Entitlements, Scope } from '@tallygate/entitlements'
import { CUSTOMER_KEY, REQUEST_ID_KEY, type RecordedAttempt, SCOPES_KEY } from '@tallygate/langchain'
import { entitlementsMiddleware } from '@tallygate/langchain/middleware'
import { buildAgent } from './build-agent.ts'
import type { ProviderAccess } from './chat-models.ts'
import { RunControl } from './run-control.ts'
import { RunFailure } from './run-failure.ts'
import { ThreadMemory } from './thread-memory.ts'

/**
 * Steps of one run. A model call and the tools it asks for are two, so this is eight calls of a model: a loop that a
 * model does not find out of ends here and not at the end of the customer's budget.
 */
const MAX_STEPS = 16

/** The node of an agent's graph that calls the model. */
const MODEL_NODE = 'model_request'

export interface ChatRunnerOptions {
  readonly entitlements: Entitlements
  readonly provider: ProviderAccess
  readonly fallbackModel?: string | undefined
  /** Answered id → billed id, beside the ids that are known. */
  readonly modelIds?: Readonly<Record<string, string>> | undefined
  readonly now?: () => number
}

/** A listener to a run while it runs. */
export interface RunListener {
  /** A part of the answer, or of what the model says before it uses a tool. */
  onToken(text: string): void
  /** One more attempt is metered; all of the run so far, oldest first. */
  onAttempt(attempts: readonly RecordedAttempt[]): void
}

export interface ChatRun {
  readonly customer: string
  /** The levels below the customer that it belongs to. */
  readonly scopes?: readonly Scope[]
  /** The owner of the threads that it may go on with. Default: the customer. */
  readonly keeper?: string
  /** Id under which the run's usage is metered: unique for each run. */
  readonly requestId: string
  readonly threadId: string
  readonly model: string
  readonly message: string
  readonly control?: RunControl
  /** With a listener the model streams its answer. */
  readonly listener?: RunListener
}

export interface ChatAnswer {
  readonly message: string
  /** The model that is billed for the answer. */
  readonly model: string
  readonly attempts: readonly RecordedAttempt[]
  /**
   * The customer's token budget with this run in it; absent when the plan has none, or it cannot be known at the
   * moment.
   */
  readonly budget: BudgetState | undefined
}

/** Runs the agent for a customer: gated before each call of a model, metered after it. */
export class ChatRunner {
  readonly #agent: ReturnType<typeof buildAgent>
  readonly #threads = new ThreadMemory()
  /** The attempts of the runs in flight, by the id under which they are metered. */
  readonly #attempts = new Map<
    string,
    { readonly all: RecordedAttempt[]; readonly listener: RunListener | undefined }
  >()

  constructor({ entitlements, provider, fallbackModel, modelIds = {}, now = Date.now }: ChatRunnerOptions) {
    const onAttempt = (attempt: RecordedAttempt) => this.#record(attempt)
    const metering = entitlementsMiddleware({ entitlements, onAttempt, modelIds })
    this.#agent = buildAgent({ entitlements, provider, fallbackModel, now, metering: [metering] })
  }

  /**
   * Answers one question. When it resolves, the usage of every attempt is in the journal.
   * @throws RunFailure when there is no answer: a denial, a failure of the provider, too many steps, or a fault here.
   */
  async run(run: ChatRun): Promise<ChatAnswer> {
    const attempts: RecordedAttempt[] = []
    this.#attempts.set(run.requestId, { all: attempts, listener: run.listener })
    const history = this.#threads.history(run.keeper ?? run.customer, run.threadId)
    let messages: BaseMessage[]
    try {
      messages = await this.#answer(run, [...history, new HumanMessage(run.message)])
    } catch (error) {
      throw new RunFailure(attempts, error)
    } finally {
      this.#attempts.delete(run.requestId)
    }
    const turn = messages.slice(history.length)
    this.#threads.remember(run.keeper ?? run.customer, run.threadId, turn)
    const last = attempts.at(-1)
    return { message: turn.at(-1)?.text ?? '', model: last?.model ?? run.model, attempts, budget: last?.budgets[0] }
  }

  #record(attempt: RecordedAttempt): void {
    const run = this.#attempts.get(attempt.requestId)
    run?.all.push(attempt)
    run?.listener?.onAttempt(run.all)
  }

  async #answer(run: ChatRun, messages: BaseMessage[]): Promise<BaseMessage[]> {
    const control = run.control ?? new RunControl()
    const config = {
      configurable: {
        [CUSTOMER_KEY]: run.customer,
        [REQUEST_ID_KEY]: run.requestId,
        ...(run.scopes === undefined ? {} : { [SCOPES_KEY]: run.scopes }),
      },
      context: { customer: run.customer, model: run.model, control },
      recursionLimit: MAX_STEPS,
      signal: control.signal,
    }
    if (run.listener === undefined) return (await this.#agent.invoke({ messages }, config)).messages
    let state: { messages: BaseMessage[] } | undefined
    for await (const [mode, part] of await this.#agent.stream(
      { messages },
      { ...config, streamMode: ['messages', 'values'] as const },
    )) {
      if (mode === 'values') state = part
      else this.#tell(part, run.listener, control)
    }
    return state?.messages ?? []
  }

  #tell(
    [message, metadata]: readonly [unknown, Readonly<Record<string, unknown>>],
    listener: RunListener,
    control: RunControl,
  ): void {
    if (metadata['langgraph_node'] !== MODEL_NODE || !AIMessageChunk.isInstance(message) || message.text === '') return
    control.answering = true
    listener.onToken(message.text)
  }
}
