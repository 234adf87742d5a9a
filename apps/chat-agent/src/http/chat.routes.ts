import { randomUUID } from 'node:crypto'
import type { Drains } from '@tallygate/fetch'
import type { BilledModel } from '@tallygate/usage'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import type { AdmissionDesk } from '../admission/admission-desk.ts'
import type { ChatAnswer, ChatRunner, RunListener } from '../agent/chat-runner.ts'
import { IdempotentRuns } from '../agent/idempotent-runs.ts'
import { ReaderGoneError } from '../agent/reader-gone-error.ts'
import { RunControl } from '../agent/run-control.ts'
import { isOutOfSteps, RunFailure } from '../agent/run-failure.ts'
import { type ChatRequest, chatRequestFromWire } from './chat-request.ts'
import { sumOfCosts } from './cost-to-wire.ts'
import { reportError, toAgentError } from './error-handler.ts'
import { EventStream } from './event-stream.ts'
import { type RequestContext, requestContext } from './request-context.ts'
import { meteringId } from './request-id.ts'
import { usageHeaders } from './usage-headers.ts'
import { budgetToWire, usageToWire } from './usage-to-wire.ts'

/** Characters of a token, roughly: enough to tell before the queue whether a request would be denied anyway. */
const CHARACTERS_PER_TOKEN = 4

export interface ChatRouteOptions {
  readonly runner: Pick<ChatRunner, 'run'>
  readonly desk: AdmissionDesk
  readonly drains: Drains
  readonly defaultModel: string
  /** The id under which a model is entitled and billed. */
  readonly billedModel: BilledModel
  readonly logger: Logger
}

interface AnsweredRun {
  readonly threadId: string
  readonly answer: ChatAnswer
}

/** The part of a run that is kept for whoever asks again under the same id. */
type FinishedRun =
  | AnsweredRun
  /** It came to no answer, what it used is billed, and another try would do the same again. */
  | { readonly failure: RunFailure }

/**
 * `POST /v1/chat`: one question to the agent. The answer comes when the whole run, its usage included, is recorded;
 * with `stream` as server-sent events: `token` (a part of the answer), `usage` (after each attempt), and at the end
 * `done` (what the JSON answer would be) or `error`.
 */
export function chatRoute(options: ChatRouteOptions): RequestHandler {
  const runs = new IdempotentRuns<FinishedRun>()
  return async (request, response) => {
    const context = requestContext(response)
    const chat = chatRequestFromWire(request.body)
    const stream = chat.stream ? new EventStream(response) : undefined
    try {
      const { message, model, threadId } = chat
      const make = () => runOnce(options, context, chat, response, stream)
      const { keeper, requestId, requestIdGiven } = context
      const finished = requestIdGiven
        ? await runs.once(keeper, requestId, { message, model, threadId }, make)
        : await make()
      if ('failure' in finished) throw finished.failure
      send(response, stream, requestId, finished)
    } catch (error) {
      if (stream?.hasStarted !== true) throw error
      const answer = toAgentError(error)
      reportError(options.logger, answer, response)
      stream.send('error', answer.withDetails({ request_id: context.requestId }).toWire())
      stream.end()
    }
  }
}

async function runOnce(
  { runner, desk, drains, defaultModel, billedModel }: ChatRouteOptions,
  { customer, scopes, keeper, requestId, requestIdGiven }: RequestContext,
  chat: ChatRequest,
  response: Response,
  stream: EventStream | undefined,
): Promise<FinishedRun> {
  const model = chat.model ?? defaultModel
  const threadId = chat.threadId ?? `thr_${randomUUID().replaceAll('-', '')}`
  const control = new RunControl()
  let endDrain = () => {}
  let leave: (() => void) | undefined
  const onClose = () => {
    if (response.writableFinished) return
    // Who gave the request an id may come back for its answer, so such a run goes on; any other makes no further call.
    if (!requestIdGiven) {
      control.abandon()
      if (leave === undefined) return control.abort(new ReaderGoneError('The reader has gone before its turn came'))
    }
    endDrain = drains.begin(customer, () =>
      control.abort(new ReaderGoneError('The reader has gone, and reading on took too much')),
    )
  }
  response.once('close', onClose)
  const estimate = { promptTokens: Math.ceil(chat.message.length / CHARACTERS_PER_TOKEN) }
  try {
    leave = await desk.admit({
      customer,
      ...(scopes === undefined ? {} : { scopes }),
      model: billedModel(model),
      estimate,
      signal: control.signal,
    })
    const run = {
      customer,
      ...(scopes === undefined ? {} : { scopes }),
      keeper,
      requestId: meteringId(requestId, requestIdGiven),
      threadId,
      model,
      message: chat.message,
      control,
    }
    const answer = await runner.run(stream === undefined ? run : { ...run, listener: listenerOf(stream) })
    return { threadId, answer }
  } catch (error) {
    if (RunFailure.isInstance(error) && isOutOfSteps(error.cause)) return { failure: error }
    throw error
  } finally {
    response.off('close', onClose)
    endDrain()
    leave?.()
  }
}

function listenerOf(stream: EventStream): RunListener {
  return {
    onToken: (text) => stream.send('token', { text }),
    onAttempt: (attempts) => {
      const budget = attempts.at(-1)?.budgets[0]
      stream.send('usage', { ...usageToWire(attempts), budget: budget === undefined ? null : budgetToWire(budget) })
    },
  }
}

function send(response: Response, stream: EventStream | undefined, requestId: string, finished: AnsweredRun): void {
  const body = answerToWire(requestId, finished)
  if (stream !== undefined) {
    stream.send('done', body)
    stream.end()
    return
  }
  const { model, usage, budget } = body
  response.set(
    usageHeaders({
      model,
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
      remaining: budget?.remaining ?? undefined,
      cost: sumOfCosts(finished.answer.attempts),
    }),
  )
  response.json(body)
}

function answerToWire(requestId: string, { threadId, answer }: AnsweredRun) {
  return {
    request_id: requestId,
    thread_id: threadId,
    model: answer.model,
    message: answer.message,
    usage: usageToWire(answer.attempts),
    budget: answer.budget === undefined ? null : budgetToWire(answer.budget),
  }
}
