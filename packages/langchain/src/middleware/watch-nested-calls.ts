import type { Callbacks } from '@langchain/core/callbacks/manager'
import { CallbackManager } from '@langchain/core/callbacks/manager'
import { AsyncLocalStorageProviderSingleton } from '@langchain/core/singletons'
import { NestedCalls, type NestedGate } from './nested-calls.ts'

const watched = Symbol.for('tallygate.langchain.watched')

/**
 * Has every tree of runs in this process seen by a NestedCalls from now on. LangChain.js has no other place for it: a
 * middleware sees the agent's own model calls alone, and handlers that are added in one node of a graph are not those
 * of the next. Instrumentation for OpenTelemetry enters at the same method.
 */
export function watchNestedCalls(): void {
  if (Object.hasOwn(CallbackManager, watched)) return
  const configure = CallbackManager._configureSync
  CallbackManager._configureSync = function watching(this: typeof CallbackManager, inheritable, ...more) {
    return Reflect.apply(configure, this, [withNestedCalls(inheritable), ...more])
  }
  Object.defineProperty(CallbackManager, watched, { value: true })
}

function withNestedCalls(callbacks: Callbacks | undefined): Callbacks {
  if (callbacks === undefined || Array.isArray(callbacks))
    return callbacks?.some(isNestedCalls) ? callbacks : [...(callbacks ?? []), insideOfOuter()]
  if (callbacks.handlers.some(isNestedCalls)) return callbacks
  const watching = callbacks.copy()
  watching.addHandler(insideOfOuter(), true)
  return watching
}

/** A call inside of a run that hands callbacks of its own on is inside of that run all the same. */
function insideOfOuter(): NestedCalls {
  const outer = surrounding()
  return outer === undefined ? new NestedCalls() : new NestedCalls(outer)
}

/**
 * Opens the gate of the agent whose node runs now; undefined where no run is known, as in runtimes without
 * AsyncLocalStorage.
 */
export function openNestedGate(gate: () => NestedGate): NestedGate | undefined {
  const here = surrounding()
  return here?.calls.open(here.runId, gate)
}

function surrounding(): { readonly calls: NestedCalls; readonly runId: string } | undefined {
  const callbacks: unknown = AsyncLocalStorageProviderSingleton.getRunnableConfig()?.callbacks
  if (!(callbacks instanceof CallbackManager)) return undefined
  const runId = callbacks.getParentRunId()
  const calls = callbacks.handlers.find(isNestedCalls)
  return runId === undefined || calls === undefined ? undefined : { calls, runId }
}

function isNestedCalls(handler: unknown): handler is NestedCalls {
  return handler instanceof NestedCalls
}
