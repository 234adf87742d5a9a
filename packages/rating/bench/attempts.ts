// What the price of an attempt costs a gate: to count, to hold and to settle, under plans of 4 and of 1,000 rules.
import {
  addUpEvents,
  attemptPricing,
  compilePlan,
  type PricingCatalog,
  planInvoice,
  toUnits,
  type UsedQuantity,
  type WireRule,
} from '../src/index.ts'

/** Calls in one measurement: enough to outlast the timer's grain, few enough for a run of seconds. */
const CALLS = 20_000
const ROUNDS = 15

const [start, end] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')]
const period = { start, end, full: { start, end } }
const kinds = ['prompt', 'completion']

const catalog: PricingCatalog = {
  productItems: new Map(kinds.map((id) => [id, { id, usage_based: { meter_value_calculation_id: id } }])),
  calculations: new Map(
    kinds.map((id) => [id, { calculation_type: 'SUM' as const, meter_id: id, meter_value_id: 'token_count' }]),
  ),
  meterValues: new Map([['token_count', { reference: 'token_count', type: 'NUMBER' as const }]]),
  meterProperties: new Map([['model_id', { reference: 'model_id', type: 'STRING' as const }]]),
  meters: new Map(kinds.map((id) => [id, { reference: `${id}_tokens` }])),
  products: new Map(),
  categories: new Map(),
}

const perThousand = (quantity: string) => ({ amount: { quantity, currency: 'USD' }, block_size: { number: '1000' } })

/** So many rules, half of them for each kind of tokens, one for each model. */
function planOf(count: number, type: 'FLAT' | 'TIERED') {
  const bands =
    type === 'FLAT'
      ? [perThousand('0.015')]
      : [{ ...perThousand('0.015'), tier_top_bound: { number: '1000000' } }, perThousand('0.01')]
  const rules = (kind: string): WireRule[] =>
    Array.from({ length: count / 2 }, (_, index) => ({
      id: `${kind}_${index}`,
      type,
      bands,
      conditions: { meter_properties: [{ reference: 'model_id', comparator: 'EQUALS', value: `model-${index}` }] },
    }))
  const items = kinds.map((kind) => ({ id: kind, product_item_ids: [kind], configs: rules(kind) }))
  return {
    version: { pricing_categories: [{ pricings: [{ name: 'AI', items }] }] },
    schedule: { start_at: start.toISOString() },
    catalog,
    currency: 'USD',
  }
}

const used = (meterId: string, quantity: number, model: string): UsedQuantity => ({
  meterId,
  meterValueId: 'token_count',
  quantity,
  properties: { model_id: model },
})

const cases: (readonly [name: string, call: (index: number) => unknown])[] = []

for (const [name, count, type] of [
  ['4 rules FLAT', 4, 'FLAT'],
  ['4 rules TIERED', 4, 'TIERED'],
  ['1,000 rules TIERED', 1000, 'TIERED'],
] as const) {
  const pricing = attemptPricing(compilePlan(planOf(count, type)), { start, end, period })
  const model = `model-${count / 2 - 1}`
  const attempt = [used('prompt', 1200, model), used('completion', 350, model)]
  const counts = new Map([...pricing.count(attempt)].map(([counter]) => [counter, 500_000]))
  const high = new Map([...counts].map(([counter, quantity]) => [counter, quantity + 50_000]))
  const request = {
    between: [counts, high] as const,
    fixed: [used('prompt', 1200, model)],
    perCompletionToken: [used('completion', 1, model)],
    maxCompletionTokens: 1000,
  }
  const added = pricing.count(attempt)
  cases.push(
    [`${name}: hold`, () => pricing.hold(request)],
    [`${name}: count`, () => pricing.count(attempt)],
    [`${name}: cost`, () => pricing.cost(counts, added)],
    [
      `${name}: hold, count and cost in units`,
      () => {
        for (const { fixed, perCompletionToken } of pricing.hold(request).values()) {
          toUnits(fixed, 9, 'UP')
          toUnits(perCompletionToken, 9, 'UP')
        }
        for (const amount of pricing.cost(counts, pricing.count(attempt)).amounts.values()) {
          toUnits(amount, 9, 'HALF_EVEN')
        }
      },
    ],
  )
}

// The yardstick: the same attempt as an invoice of its own.
const small = compilePlan(planOf(4, 'FLAT'))
const events = addUpEvents([
  { meterId: 'prompt', meterValueId: 'token_count', quantity: '1200', properties: { model_id: 'model-1' } },
  { meterId: 'completion', meterValueId: 'token_count', quantity: '350', properties: { model_id: 'model-1' } },
])
const segments = [{ start, end, plan: small, usage: events }]
const yardstickName = 'an invoice of one attempt, 4 rules (yardstick)'

// The rounds take turns, and the best of each case counts: a busy machine then slows all cases, or none.
const all: typeof cases = [
  [yardstickName, () => planInvoice({ currency: 'USD', subscriptionId: 'bench', period, segments })],
  ...cases,
]
const microseconds = all.map(() => Number.POSITIVE_INFINITY)
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [place, [, call]] of all.entries()) {
    const calls = place === 0 ? CALLS / 20 : CALLS
    const startedAt = process.threadCpuUsage()
    for (let index = 0; index < calls; index += 1) call(index)
    const { user, system } = process.threadCpuUsage(startedAt)
    microseconds[place] = Math.min(microseconds[place] ?? 0, (user + system) / calls)
  }
}
const [yardstick = 1] = microseconds
for (const [place, [name]] of all.entries()) {
  const time = microseconds[place] ?? 0
  process.stdout.write(`${name}: ${time.toFixed(2)} µs, ${(time / yardstick).toFixed(3)} × the yardstick\n`)
}

// What a version of 1,000 rules takes: to compile, to prepare, to price once under each rule, and to keep.
const source = planOf(1000, 'TIERED')
const memory = () => {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
const [compiled, prepared, priced]: number[][] = [[], [], []]
const before = memory()
const kept = Array.from({ length: 10 }, () => {
  const at = [performance.now()]
  const plan = compilePlan(source)
  at.push(performance.now())
  const pricing = attemptPricing(plan, { start, end, period })
  at.push(performance.now())
  for (let index = 0; index < 500; index += 1) {
    const added = pricing.count([used('prompt', 1200, `model-${index}`), used('completion', 350, `model-${index}`)])
    pricing.cost(new Map(), added)
  }
  at.push(performance.now())
  for (const [place, times] of [compiled, prepared, priced].entries()) {
    times?.push((at[place + 1] ?? 0) - (at[place] ?? 0))
  }
  return pricing
})
const megabytes = (memory() - before) / kept.length / 1_000_000
const best = (times: readonly number[] = []) => Math.min(...times).toFixed(1)
process.stdout.write(
  `1,000 rules: compiled in ${best(compiled)} ms, prepared in ${best(prepared)} ms, ` +
    `each priced once in ${best(priced)} ms, ${megabytes.toFixed(1)} MB kept\n`,
)
