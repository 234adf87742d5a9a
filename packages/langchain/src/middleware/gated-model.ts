import type { RunnableConfig } from '@langchain/core/runnables'

/** The differences between the calls of a gated model and those of the model itself. */
export interface Gate {
  /** The configuration of a call, from the one that it was given. */
  readonly configure: (config: RunnableConfig | undefined) => RunnableConfig
  /** Applied to the model that is called in the end, after its tools are bound. */
  readonly limit: (model: object) => object
}

type Bound = { readonly bound: object }

/**
 * The same model, with other calls. An agent binds its tools to a model before it calls it, and binding makes a new
 * model, so what is bound is gated again. Methods run on the model itself: its private members stay reachable.
 */
export function gatedModel<Model extends object>(model: Model, gate: Gate): Model {
  const limited = isBound(model) ? limitBound(model, gate) : gate.limit(model)
  return new Proxy(model, {
    get(target, property) {
      if (property === 'bindTools' || property === 'withConfig')
        return (...values: unknown[]) => gatedModel(call(target, property, values) as object, gate)
      if (property === 'invoke' || property === 'stream')
        return (input: unknown, config?: RunnableConfig) => call(limited, property, [input, gate.configure(config)])
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function limitBound(model: Bound, gate: Gate): object {
  const view = Object.create(model) as object
  return Object.defineProperty(view, 'bound', { value: gate.limit(model.bound), enumerable: true })
}

function isBound(model: object): model is Bound {
  return 'bound' in model && typeof model.bound === 'object' && model.bound !== null
}

function call(target: object, method: string, values: readonly unknown[]): unknown {
  const found = (target as Readonly<Record<string, unknown>>)[method]
  if (typeof found !== 'function') throw new TypeError(`The model has no method ${method}.`)
  return Reflect.apply(found, target, values)
}
