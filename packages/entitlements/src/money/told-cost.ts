import type { Cost, CostFacts } from './cost.ts'

/** The price of an attempt: worked out when it is first looked at, or the reason why it cannot be told. */
export type ToldCosts = { readonly unknown: string } | LateCosts

/** Costs that nobody may ask for: an attempt pays nothing for them before. */
export class LateCosts {
  readonly isSeveral: boolean
  #work: (() => readonly [Cost, ...Cost[]]) | undefined
  #costs: readonly [Cost, ...Cost[]] | undefined

  constructor(isSeveral: boolean, work: () => readonly [Cost, ...Cost[]]) {
    this.isSeveral = isSeveral
    this.#work = work
  }

  get costs(): readonly [Cost, ...Cost[]] | undefined {
    if (this.#work !== undefined) {
      this.#costs = this.#work()
      this.#work = undefined
    }
    return this.#costs
  }
}

/** Puts the price of an attempt into an answer or an event. */
export function withCost<Told extends object>(told: Told, costs: ToldCosts | undefined): Told & CostFacts {
  if (costs === undefined) return told
  if ('unknown' in costs) return { ...told, costUnknown: costs.unknown }
  return define(told, costs, 'cost', 'costs')
}

/** Puts the most that an attempt may cost into an answer. */
export function withMaxCost<Told extends object>(told: Told, costs: ToldCosts | undefined): Told & MaxCosts {
  if (costs === undefined) return told
  if ('unknown' in costs) return { ...told, costUnknown: costs.unknown }
  return define(told, costs, 'maxCost', 'maxCosts')
}

function define<Told extends object>(told: Told, late: LateCosts, one: string, several: string): Told {
  const property = { enumerable: true, configurable: true }
  Object.defineProperty(told, one, { ...property, get: () => late.costs?.[0] })
  if (late.isSeveral) Object.defineProperty(told, several, { ...property, get: () => late.costs })
  return told
}

/** The most that an attempt may cost, where it can be told. */
export interface MaxCosts {
  /** In money where the plan has prices in both money and credits. */
  readonly maxCost?: Cost
  /** In every unit, where the plan prices usage in several. */
  readonly maxCosts?: readonly Cost[]
  /** The reason why no price can be told, in words. */
  readonly costUnknown?: string
}
