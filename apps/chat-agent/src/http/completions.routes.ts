import type { RequestHandler, Response } from 'express'
import type { AdmissionDesk } from '../admission/admission-desk.ts'
import { CompletionReplays } from '../completions/completion-replays.ts'
import { completionRequestFromWire, estimateTokens } from '../completions/completion-request.ts'
import type { Relay, RelayParts } from '../completions/relay.ts'
import { relayCompletion } from '../completions/relay-completion.ts'
import { requestContext } from './request-context.ts'
import { meteringId } from './request-id.ts'

export interface CompletionsRouteOptions {
  readonly relay: RelayParts
  readonly desk: AdmissionDesk
}

/**
 * `POST /v1/chat/completions`: a chat completion of OpenAI's protocol, passed on to the provider, gated and metered.
 * Under an id of the caller's it is made once: a repeat gets the same answer, with `Tallygate-Replayed: true`, and is
 * not billed.
 */
export function completionsRoute({ relay, desk }: CompletionsRouteOptions): RequestHandler {
  const replays = new CompletionReplays()
  return async (request, response) => {
    const { requestId, requestIdGiven, customer } = requestContext(response)
    const completion = completionRequestFromWire(request.body)
    const begun = requestIdGiven ? replays.begin(customer, requestId, completion) : undefined
    if (begun !== undefined && 'body' in begun) {
      response.set({ ...begun.headers, 'tallygate-replayed': 'true' }).end(begun.body)
      return
    }
    try {
      const metered = { customer, requestId, meteringId: meteringId(requestId, requestIdGiven) }
      await complete({ relay, desk }, { ...metered, request: completion, recorder: begun }, response)
    } finally {
      begun?.end()
    }
  }
}

async function complete(
  { relay, desk }: CompletionsRouteOptions,
  completion: Relay,
  response: Response,
): Promise<void> {
  const { customer, request } = completion
  const left = new AbortController()
  response.once('close', () => {
    // An abort makes an error with a stack; most answers end well.
    if (!response.writableFinished) left.abort()
  })
  const leave = await desk.admit({
    customer,
    model: relay.billedModel(request.model),
    estimate: estimateTokens(request),
    signal: left.signal,
  })
  try {
    await relayCompletion(relay, completion, response)
  } finally {
    leave()
  }
}
