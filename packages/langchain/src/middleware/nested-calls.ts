import {
  BaseCallbackHandler,
  type HandleLLMNewTokenCallbackFields,
  type NewTokenIndices,
} from '@langchain/core/callbacks/base'
import type { Serialized } from '@langchain/core/load/serializable'
import type { BaseMessage } from '@langchain/core/messages'
import type { LLMResult } from '@langchain/core/outputs'
import type { Scope } from '@tallygate/entitlements'
import { CUSTOMER_KEY, PROPERTIES_KEY, REQUEST_ID_KEY, RESERVATION_KEY, SCOPES_KEY } from '../run/run-request.ts'
import type { UsageCallbackHandler } from '../run/usage-callback-handler.ts'

type Named = Readonly<Record<string, unknown>> | undefined

/** The gate of one run of an agent, for the model calls inside it that are not the agent's own. */
export interface NestedGate {
  readonly handler: UsageCallbackHandler
  readonly customer: string
  readonly requestId: string
  /** Model calls that were begun through it. */
  begun: number
  readonly properties?: Readonly<Record<string, string>>
  readonly scopes?: readonly Scope[]
}

/** LangGraph's mark of the run of a node; the run that it belongs to is the graph's. */
const NODE_TAG = /^graph:step:/

/**
 * Gates and meters the model calls inside of agents that the agents do not make themselves: those of tools and of other
 * middleware. One instance sees all runs below one call of the application, and does nothing until a middleware opens a
 * gate for the run of an agent.
 */
export class NestedCalls extends BaseCallbackHandler {
  override readonly name = 'tallygate_nested_calls'
  // Both: with raiseError alone an asynchronous handler blocks nothing, and its rejection ends the process.
  override awaitHandlers = true
  override raiseError = true
  override ignoreRetriever = true
  override ignoreCustomEvent = true

  readonly #outer: { readonly calls: NestedCalls; readonly runId: string } | undefined
  /** Runs that go on, each with the run that it is part of. */
  readonly #parents = new Map<string, { readonly parent: string | undefined; readonly isNode: boolean }>()
  readonly #gates = new Map<string, NestedGate>()
  readonly #calls = new Map<string, UsageCallbackHandler>()

  /**
   * @param outer the run that this one is inside of, where a call hands callbacks of its own on, and so begins a tree
   * of runs anew.
   */
  constructor(outer?: { readonly calls: NestedCalls; readonly runId: string }) {
    super({ raiseError: true, _awaitHandler: true })
    this.#outer = outer
  }

  /** Opens a gate for the agent that the run is part of, or returns the one that is open. */
  open(runId: string, gate: () => NestedGate): NestedGate {
    const agent = this.#agentOf(runId)
    let found = this.#gates.get(agent)
    if (found === undefined) {
      found = gate()
      this.#gates.set(agent, found)
    }
    return found
  }

  override handleChainStart(
    _chain: Serialized,
    _inputs: unknown,
    runId: string,
    parentRunId?: string,
    tags?: string[],
  ): void {
    this.#parents.set(runId, { parent: parentRunId, isNode: tags?.some((tag) => NODE_TAG.test(tag)) === true })
  }

  override handleChainEnd(_outputs: unknown, runId: string): void {
    this.#forget(runId)
  }

  override handleChainError(_error: unknown, runId: string): void {
    this.#forget(runId)
  }

  override handleToolStart(_tool: Serialized, _input: string, runId: string, parentRunId?: string): void {
    this.#parents.set(runId, { parent: parentRunId, isNode: false })
  }

  override handleToolEnd(_output: unknown, runId: string): void {
    this.#forget(runId)
  }

  override handleToolError(_error: unknown, runId: string): void {
    this.#forget(runId)
  }

  override async handleChatModelStart(
    model: Serialized,
    messages: BaseMessage[][],
    runId: string,
    parentRunId?: string,
    extraParams?: Record<string, unknown>,
    tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    const gate = this.#begin(runId, parentRunId, metadata)
    const named = { ...metadata, ...gate?.metadata }
    await gate?.handler.handleChatModelStart(model, messages, runId, parentRunId, extraParams, tags, named)
  }

  override async handleLLMStart(
    model: Serialized,
    prompts: string[],
    runId: string,
    parentRunId?: string,
    extraParams?: Record<string, unknown>,
    tags?: string[],
    metadata?: Record<string, unknown>,
  ): Promise<void> {
    const gate = this.#begin(runId, parentRunId, metadata)
    const named = { ...metadata, ...gate?.metadata }
    await gate?.handler.handleLLMStart(model, prompts, runId, parentRunId, extraParams, tags, named)
  }

  override handleLLMNewToken(
    token: string,
    indices: NewTokenIndices,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    fields?: HandleLLMNewTokenCallbackFields,
  ): void {
    this.#calls.get(runId)?.handleLLMNewToken(token, indices, runId, parentRunId, tags, fields)
  }

  override handleChatModelStreamEvent(event: object, runId: string): void {
    this.#calls.get(runId)?.handleChatModelStreamEvent(event, runId)
  }

  override async handleLLMEnd(
    output: LLMResult,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    extraParams?: Record<string, unknown>,
  ): Promise<void> {
    await this.#end(runId)?.handleLLMEnd(output, runId, parentRunId, tags, extraParams)
  }

  override async handleLLMError(
    error: unknown,
    runId: string,
    parentRunId?: string,
    tags?: string[],
    extraParams?: Record<string, unknown>,
  ): Promise<void> {
    await this.#end(runId)?.handleLLMError(error, runId, parentRunId, tags, extraParams)
  }

  /** The gate of a model call; undefined outside of agents, and for a call that the middleware has reserved. */
  #begin(runId: string, parentRunId: string | undefined, metadata: Named) {
    if (metadata?.[RESERVATION_KEY] !== undefined) return undefined
    const gate = this.#gateOf(parentRunId)
    if (gate === undefined) return undefined
    gate.begun += 1
    this.#calls.set(runId, gate.handler)
    const { customer, requestId, properties, scopes } = gate
    const named = properties === undefined ? {} : { [PROPERTIES_KEY]: properties }
    const levels = scopes === undefined ? {} : { [SCOPES_KEY]: scopes }
    const who = { [CUSTOMER_KEY]: customer, [REQUEST_ID_KEY]: requestId }
    return { handler: gate.handler, metadata: { ...who, ...named, ...levels } }
  }

  #end(runId: string): UsageCallbackHandler | undefined {
    const handler = this.#calls.get(runId)
    this.#calls.delete(runId)
    return handler
  }

  /** The gate of the innermost agent around a run. */
  #gateOf(runId: string | undefined): NestedGate | undefined {
    let current = runId
    while (current !== undefined) {
      const gate = this.#gates.get(current)
      if (gate !== undefined) return gate
      current = this.#parents.get(current)?.parent
    }
    return this.#outer === undefined ? undefined : this.#outer.calls.#gateOf(this.#outer.runId)
  }

  /**
   * The run of the graph that a run is part of: what its node belongs to, or itself where nodes have no runs of their
   * own.
   */
  #agentOf(runId: string): string {
    let current: string | undefined = runId
    while (current !== undefined) {
      const run = this.#parents.get(current)
      if (run?.isNode === true) return run.parent ?? current
      current = run?.parent
    }
    return runId
  }

  #forget(runId: string): void {
    this.#parents.delete(runId)
    this.#gates.delete(runId)
  }
}
