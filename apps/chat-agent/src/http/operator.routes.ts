import type { Entitlements, RefusedUsage, UnsettledAttempt } from '@tallygate/entitlements'
import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { AgentError } from './agent-error.ts'
import { invalidRequest } from './chat-request.ts'
import { jsonBody } from './json-body.ts'
import { modelId } from './model-id.ts'
import { toWireInstant } from './wire-instant.ts'

/** A list of references is the largest body. */
const MAX_BODY_BYTES = 256 * 1024
const MAX_REFERENCES = 1_000
/** A trillion is a mistake, as everywhere. */
const MAX_TOKENS = 1_000_000_000_000

const reference = z.string().min(1).max(500)
const tokens = z.int().min(0).max(MAX_TOKENS)
const quantities = z.record(z.string().min(1).max(64), tokens)
const settlement = z.strictObject({
  id: reference,
  model: modelId.optional(),
  prompt_tokens: tokens,
  completion_tokens: tokens,
  quantities: quantities.optional(),
})
const release = z.strictObject({ id: reference, reason: z.string().min(1).max(500) })
const resend = z.strictObject({ references: z.array(reference).min(1).max(MAX_REFERENCES).optional() })

export type OperatedEntitlements = Pick<Entitlements, 'unsettled' | 'refused' | 'retryRefused'>

/**
 * Returns what an operator sees and decides, below `/operator`: events that the billing API refused, to be sent again,
 * and attempts whose usage is not known, to be settled with what the provider's statement says or released.
 */
export function operatorRoutes(entitlements: OperatedEntitlements): Router {
  const router = Router()
  const body = jsonBody(MAX_BODY_BYTES)
  router.get(
    '/events',
    list(async () => (await entitlements.refused()).map(eventToWire)),
  )
  router.post('/events/resend', body, async (request, response) => {
    const { references } = read(resend, request.body)
    response.json({ resent: await entitlements.retryRefused(references) })
  })
  router.get(
    '/attempts',
    list(async () => (await entitlements.unsettled()).map(attemptToWire)),
  )
  router.post('/attempts/settle', body, async (request, response) => {
    const {
      id,
      model,
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      quantities: counts,
    } = read(settlement, request.body)
    const attempt = await unsettled(entitlements, id)
    const served = model ?? attempt.model
    const { outcome, references } = await attempt.reservation.settle({
      ...(served === '' ? {} : { model: served }),
      promptTokens,
      completionTokens,
      ...(counts === undefined ? {} : { quantities: counts }),
      source: 'provider',
    })
    response.json({ id, outcome, references })
  })
  router.post('/attempts/release', body, async (request, response) => {
    const { id, reason } = read(release, request.body)
    const { reservation } = await unsettled(entitlements, id)
    response.json({ id, outcome: (await reservation.release(reason)).outcome })
  })
  return router
}

function list(data: () => Promise<readonly object[]>): RequestHandler {
  return async (_request, response) => {
    response.json({ data: await data() })
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  return result.data
}

async function unsettled(entitlements: OperatedEntitlements, id: string): Promise<UnsettledAttempt> {
  const attempt = (await entitlements.unsettled()).find(({ reservation }) => reservation.id === id)
  if (attempt !== undefined) return attempt
  throw new AgentError('not_found', 'There is no unsettled attempt with this id', { details: { field: 'id' } })
}

function attemptToWire(unsettledAttempt: UnsettledAttempt) {
  const { reservation, at, since, heldTokens, quantities: held = {}, properties = {}, estimate } = unsettledAttempt
  const { id, customer, requestId, attempt, model } = reservation
  return {
    id,
    customer,
    request_id: requestId,
    attempt: String(attempt),
    model,
    at: toWireInstant(at),
    unsettled_since: toWireInstant(since),
    held_tokens: heldTokens,
    held_quantities: held,
    properties,
    estimate:
      estimate === undefined
        ? null
        : { prompt_tokens: estimate.promptTokens, completion_tokens: estimate.completionTokens },
  }
}

function eventToWire(event: RefusedUsage) {
  const { reference, customer, meter, at, quantity, properties, state, error, nextTryAt } = event
  return {
    reference,
    customer,
    meter,
    at: toWireInstant(at),
    quantity,
    properties,
    state,
    error,
    next_try_at: nextTryAt === undefined ? null : toWireInstant(nextTryAt),
  }
}
