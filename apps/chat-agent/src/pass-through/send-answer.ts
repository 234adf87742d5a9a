import type { Response as ServerResponse } from 'express'
import { AgentError } from '../http/agent-error.ts'
import { sumOfCosts } from '../http/cost-to-wire.ts'
import { usageHeaders } from '../http/usage-headers.ts'
import type { AnswerRecorder } from './answer-replays.ts'
import type { PassedCall } from './passed-call.ts'
import type { ProviderName } from './passed-routes.ts'

/** Longest that a reader may take nothing while bytes wait for it; then it counts as gone. */
const READER_STALL_MS = 30_000

/** Largest answer in JSON that goes out in one piece, with its length. Parts of a larger one go on as they come. */
const MAX_HELD_BYTES = 1024 * 1024

const JSON_TYPE = 'application/json; charset=utf-8'
const EVENTS_TYPE = 'text/event-stream; charset=utf-8'

export interface SentAnswer {
  readonly call: PassedCall
  readonly provider: ProviderName
  /** Takes the answer down for a retry, where the caller gave the request an id. */
  readonly recorder: AnswerRecorder | undefined
}

/**
 * Sends the provider's answer on as it comes. When it has ended for the caller, its usage is in the journal. When the
 * caller goes, an answer in parts is read on within the limits of draining, and kept for a retry all the same. An
 * answer that breaks off ends with an error event. Resolves when all work on it has ended.
 */
export async function sendAnswer(answer: Response, sent: SentAnswer, response: ServerResponse): Promise<void> {
  const { call, recorder } = sent
  const type = answer.headers.get('content-type') ?? 'application/octet-stream'
  const isWhole = /json/i.test(type)
  const isEvents = /^text\/event-stream\b/i.test(type)
  const headers = isWhole
    ? { ...settledHeaders(call), 'content-type': JSON_TYPE }
    : { 'content-type': isEvents ? EVENTS_TYPE : type }
  let endDrain: () => void = () => undefined
  const onReaderGone = () => {
    if (!response.writableFinished && !isWhole) endDrain = call.drain()
  }
  response.once('close', onReaderGone)
  // Who hung up while the provider was still silent has closed already, and that is told only once.
  if (response.destroyed) onReaderGone()
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (!(response.destroyed || isWhole)) response.flushHeaders()
  const held: Uint8Array[] = []
  let heldBytes = 0
  try {
    for (const reader = answer.body?.getReader(); reader !== undefined; ) {
      const { done, value } = await reader.read()
      if (done) break
      recorder?.add(Buffer.from(value))
      heldBytes += value.length
      held.push(value)
      if (response.destroyed) held.length = 0
      else if (!isWhole || heldBytes > MAX_HELD_BYTES) await write(response, Buffer.concat(held.splice(0)))
    }
  } catch {
    // What broke off is settled as such, and said to the caller below.
  }
  await call.settled()
  response.off('close', onReaderGone)
  endDrain()
  const { attempt } = call
  if (attempt?.isWhole === true) recorder?.keep(headers)
  if (response.destroyed) return
  if (attempt?.isWhole === false) {
    // Bytes that are no events have no place for an error: the connection says it.
    if (!isEvents) return void response.destroy()
    response.write(errorEvent(sent.provider))
  }
  response.end(Buffer.concat(held))
}

/** The tokens and the remaining budget of a call that was settled before its answer began. */
function settledHeaders({ attempt }: PassedCall): Readonly<Record<string, string>> {
  if (attempt === undefined) return {}
  const { model, promptTokens, completionTokens, budgets } = attempt
  const cost = sumOfCosts([attempt])
  return usageHeaders({ model, promptTokens, completionTokens, remaining: budgets[0]?.remaining, cost })
}

async function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (response.write(bytes)) return
  // Not reading on is what slows the provider down to the pace of the reader.
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      response.off('drain', done).off('close', done)
      resolve()
    }
    const timer = setTimeout(() => response.destroy(), READER_STALL_MS)
    response.once('drain', done).once('close', done)
  })
}

/** The event with which a stream ends that broke off, as the clients of its protocol read it. */
function errorEvent(provider: ProviderName): string {
  const error = new AgentError('provider_error', 'The answer of the model broke off; try again').toWire()
  if (provider === 'openai') return `data: ${JSON.stringify({ type: 'error', ...error })}\n\n`
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error: { ...error.error, type: 'api_error' } })}\n\n`
}
