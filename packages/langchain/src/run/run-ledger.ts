import type { LLMResult } from '@langchain/core/outputs'
import type { Denial, Entitlements, Reservation, ReserveGrant } from '@tallygate/entitlements'
import { EntitlementDeniedError } from '@tallygate/entitlements/metering'
import { isReportedElsewhere } from '../usage/result-usage.ts'
import { AttemptCounter, type AttemptName } from './attempt-counter.ts'
import { ConflictingCustomersError } from './conflicting-customers-error.ts'
import { DrainPool } from './drain.ts'
import { Run, RunBatch, type RunPlan, type RunWitness } from './run.ts'

/**
 * Runs that are kept without a sign of life, such as streams that their reader left: beyond it the one that was silent
 * longest is forgotten, and ends as unsettled by its lease.
 */
const MAX_OPEN_RUNS = 10_000

const BATCH = Symbol('tallygate.batch')

/** A run that is a request of its own has one attempt. */
const ONLY_ATTEMPT: AttemptName = { number: 1, id: '1' }

const ledgers = new WeakMap<Entitlements, RunLedger>()

/** A reservation made ahead of its model call. */
export interface HeldCall {
  readonly allowed: true
  readonly run: Run
  readonly reservation: Reservation
  readonly grant: ReserveGrant
  /** No run takes it over any more. */
  drop(): void
}

/**
 * The runs in flight over one Entitlements, by LangChain's run id. All handlers and middleware of the process share it,
 * so a run that several of them see is reserved once and settled once.
 */
export class RunLedger {
  /** Answers that are read on without their reader. */
  readonly drains = new DrainPool()
  readonly #entitlements: Entitlements
  /** In order of their last sign of life. */
  readonly #runs = new Map<string, Run>()
  /** Reserved ahead, and not yet seen as a run. */
  readonly #held = new Map<string, Run>()
  readonly #counter = new AttemptCounter()

  private constructor(entitlements: Entitlements) {
    this.#entitlements = entitlements
  }

  static of(entitlements: Entitlements): RunLedger {
    let ledger = ledgers.get(entitlements)
    if (ledger === undefined) {
      ledger = new RunLedger(entitlements)
      ledgers.set(entitlements, ledger)
    }
    return ledger
  }

  /** Runs whose end was not seen yet. */
  get size(): number {
    return this.#runs.size
  }

  /** Returns the run that another handler or the middleware has reserved for; the witness sees it too from now on. */
  join(runId: string, reservationId: string | undefined, witness: RunWitness): Run | undefined {
    const run = this.#runs.get(runId) ?? this.#takeHeld(runId, reservationId)
    if (run === undefined) return undefined
    witness.runs?.add(runId)
    run.recorders.add(witness.recorder)
    return run
  }

  /**
   * Resolves when a joined run is open. Gives its hold back and throws ConflictingCustomersError where it was opened
   * for another customer.
   */
  async agree(runId: string, run: Run, customer: string | undefined): Promise<void> {
    if (customer === undefined || customer === run.customer) return await run.opened
    await run.opened.catch(() => {})
    await run.release('two customers were to be billed for it')
    // Not earlier: handlers that start beside this one would take it for a call that nobody has reserved for.
    this.#runs.delete(runId)
    throw new ConflictingCustomersError({ customers: [run.customer, customer] })
  }

  /** Reserves for a run that nobody has reserved for. Throws EntitlementDeniedError, or what `reserve` throws. */
  async begin(runId: string, plan: RunPlan, witness: RunWitness, batchKey: object | undefined): Promise<void> {
    witness.runs?.add(runId)
    const attempt = plan.requestId === runId ? ONLY_ATTEMPT : this.#counter.next(plan.customer, plan.requestId)
    const run = new Run(attempt, plan, witness)
    run.begun = true
    this.#add(runId, run)
    run.batch = this.#batchOf(batchKey)
    run.opened = this.#open(runId, run)
    return await run.opened
  }

  /** Reserves ahead of a model call. The run that names this reservation in its metadata takes it over. */
  async hold(plan: RunPlan, witness: RunWitness): Promise<HeldCall | Denial> {
    const run = new Run(this.#counter.next(plan.customer, plan.requestId), plan, witness)
    const decision = await this.#entitlements.reserve(run.reserveRequest())
    if (!decision.allowed) return decision
    const reservation = decision.reservation
    run.reservation = reservation
    this.#held.set(reservation.id, run)
    return { allowed: true, run, reservation, grant: decision, drop: () => this.#held.delete(reservation.id) }
  }

  /** A part of an answer arrived. Only the handler that saw the run first counts it. */
  token(runId: string, handler: object, text: string, chunk: unknown): void {
    const run = this.#runs.get(runId)
    if (run?.handler !== handler) return
    run.token(text, chunk)
  }

  /** The call ended with a result. */
  async end(runId: string, output: LLMResult, cached: boolean): Promise<void> {
    const run = this.#take(runId)
    if (run === undefined) return
    if (cached) return await run.release('the answer came from a cache: no provider was called')
    const usage = run.usageOf(output)
    if (usage !== undefined && run.batch !== undefined) run.batch.reported = true
    if (usage === undefined && run.batch?.reported && isReportedElsewhere(output))
      return await run.release('its usage is that of the first prompt of the same request')
    await run.settle(output, usage)
  }

  /** The call ended with an error. */
  async fail(runId: string, error: unknown, cached: boolean): Promise<void> {
    const run = this.#take(runId)
    if (run === undefined) return
    if (cached) await run.release('the cache failed before a provider was called')
    else await run.fail(error)
  }

  async #open(runId: string, run: Run): Promise<void> {
    const { batch } = run
    try {
      const decision = await this.#entitlements.reserve(run.reserveRequest())
      if (!decision.allowed) throw new EntitlementDeniedError({ decision })
      run.reservation = decision.reservation
      if (batch?.failure !== undefined) {
        await run.release('another prompt of the same call was denied')
        throw batch.failure.error
      }
      batch?.granted.set(runId, run)
    } catch (error) {
      this.#runs.delete(runId)
      await this.#failBatch(batch, error)
      throw error
    }
  }

  async #failBatch(batch: RunBatch | undefined, error: unknown): Promise<void> {
    if (batch === undefined) return
    batch.failure ??= { error }
    const granted = [...batch.granted]
    batch.granted.clear()
    for (const [runId] of granted) this.#runs.delete(runId)
    await Promise.all(granted.map(([, run]) => run.release('another prompt of the same call was denied')))
  }

  #batchOf(key: object | undefined): RunBatch | undefined {
    if (key === undefined) return undefined
    const shared: { [BATCH]?: RunBatch } = key
    // What LangChain hands to all runs of one call carries their batch: a WeakMap of all calls costs more than the rest
    // of a run's bookkeeping.
    if (shared[BATCH] === undefined && Object.isExtensible(key))
      Object.defineProperty(key, BATCH, { value: new RunBatch(), enumerable: false })
    return shared[BATCH]
  }

  #takeHeld(runId: string, reservationId: string | undefined): Run | undefined {
    if (reservationId === undefined) return undefined
    const run = this.#held.get(reservationId)
    if (run === undefined) return undefined
    this.#held.delete(reservationId)
    run.begun = true
    this.#add(runId, run)
    return run
  }

  #add(runId: string, run: Run): void {
    this.#runs.set(runId, run)
    if (this.#runs.size <= MAX_OPEN_RUNS) return
    for (const oldest of this.#runs.keys()) {
      this.#runs.delete(oldest)
      return
    }
  }

  #take(runId: string): Run | undefined {
    const run = this.#runs.get(runId)
    if (run === undefined || run.reservation === undefined) return undefined
    this.#runs.delete(runId)
    return run
  }
}
