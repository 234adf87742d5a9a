import type { IncomingMessage } from 'node:http'
import type { Reservation } from '@tallygate/entitlements'
import { canBeLimitedTo, choices, namedModels } from '@tallygate/fetch/requests'
import { AnswerTally, callOutcome } from '@tallygate/usage'
import type { Response } from 'express'
import { ProviderFailure } from '../agent/provider-failure.ts'
import { AgentError } from '../http/agent-error.ts'
import { errorFromDenial } from '../http/error-from-denial.ts'
import { errorFromProvider } from '../http/error-from-provider.ts'
import { usageHeaders } from '../http/usage-headers.ts'
import { estimateTokens, toProviderBody } from './completion-request.ts'
import type { CompletionRequest } from './completion-request-schema.ts'
import type { ProviderAnswer } from './provider-connection.ts'
import { providerErrorFromAnswer } from './provider-error.ts'
import { readLimited } from './read-limited.ts'
import type { Relay, RelayContext, RelayParts } from './relay.ts'
import { relayStream } from './relay-stream.ts'
import { settleAnswer } from './settle-answer.ts'

/** Largest answer that is taken from a provider in one piece. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/**
 * Passes a chat completion on to the provider: gated before, metered after, otherwise as it came. When the answer has
 * ended for the caller, its usage is in the journal. Resolves when all work on it has ended, also when the caller has
 * gone.
 * @throws AgentError while nothing was sent yet.
 */
export async function relayCompletion(parts: RelayParts, relay: Relay, response: Response): Promise<void> {
  const { request } = relay
  const estimate = estimateTokens(request)
  await assertNamedModels(parts, relay, estimate)
  const decision = await parts.entitlements.reserve({
    customer: relay.customer,
    model: parts.billedModel(request.model),
    requestId: relay.meteringId,
    estimate,
  })
  if (!decision.allowed) throw errorFromDenial(decision)
  const { reservation } = decision
  const granted = reservation.maxCompletionTokens
  if (!canBeLimitedTo('chat', request, granted)) {
    await reservation.release('the grant has no token for each choice')
    throw tooFewTokens(request, granted)
  }
  const body = Buffer.from(JSON.stringify(toProviderBody(request, granted, parts.connection.dialect)))
  const answer = await send(parts, relay, reservation, body, estimate.promptTokens)
  if (answer.status < 200 || answer.status > 299) {
    const error = await providerErrorFromAnswer(answer, request.model)
    await reservation.release(`provider answered ${answer.status}`)
    throw error
  }
  const context = { ...parts, ...relay, reservation, estimatedPromptTokens: estimate.promptTokens }
  if (request.stream === true && /^text\/event-stream\b/i.test(answer.headers['content-type'] ?? ''))
    await relayStream(context, answer.body, response)
  else await relayWhole(context, answer.body, response)
}

/** Checks every further model that the provider may answer with: it could be any of them. */
async function assertNamedModels(
  { entitlements, billedModel }: RelayParts,
  { customer, request }: Relay,
  estimate: ReturnType<typeof estimateTokens>,
): Promise<void> {
  for (const named of namedModels(request)) {
    const decision = await entitlements.check({ customer, model: billedModel(named), estimate })
    if (!decision.allowed) throw errorFromDenial(decision)
  }
}

function tooFewTokens(request: CompletionRequest, granted: number): AgentError {
  const wanted = choices('chat', request)
  return new AgentError(
    'budget_exhausted',
    `The budget has room for ${granted} completion tokens, and the request makes ${wanted} choices; ask for fewer.`,
    { details: { field: request.best_of == null ? 'n' : 'best_of', remaining: granted } },
  )
}

async function send(
  parts: RelayParts,
  relay: Relay,
  reservation: Reservation,
  body: Buffer,
  promptTokens: number,
): Promise<ProviderAnswer> {
  try {
    return await parts.connection.send(body, relay.request.model, relay.meteringId)
  } catch (error) {
    if (callOutcome(error) === 'unreached') await reservation.release('provider was not reached')
    // It was sent, and no answer came: what it used is not known, so it stays listed as unsettled.
    else
      await reservation.settle({
        model: parts.billedModel(relay.request.model),
        promptTokens,
        completionTokens: 0,
        source: 'estimate',
      })
    throw ProviderFailure.isInstance(error) ? errorFromProvider(error) : error
  }
}

async function relayWhole(context: RelayContext, body: IncomingMessage, response: Response): Promise<void> {
  const { reservation, request, estimatedPromptTokens } = context
  let bytes: Buffer
  try {
    bytes = await readLimited(body, MAX_ANSWER_BYTES)
  } catch (error) {
    await reservation.settle({
      model: context.billedModel(request.model),
      promptTokens: estimatedPromptTokens,
      completionTokens: 0,
      source: 'estimate',
    })
    throw new AgentError('provider_error', 'The answer of the model broke off; try again', { cause: error })
  }
  const answer = new AnswerTally()
  answer.add(parsed(bytes))
  const { usage, settled } = await settleAnswer(context, answer)
  const headers = {
    ...usageHeaders({ ...usage, remaining: settled.budgets[0]?.remaining }),
    'content-type': 'application/json; charset=utf-8',
  }
  context.recorder?.add(bytes)
  context.recorder?.keep(headers)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.end(bytes)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // Passed on as it is; the caller asked this provider and sees what it said.
    return undefined
  }
}
