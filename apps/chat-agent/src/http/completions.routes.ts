import type { RequestHandler } from 'express'
import type { AdmissionDesk } from '../admission/admission-desk.ts'
import { billedModel } from '../completions/billed-usage.ts'
import { completionRequestFromWire, estimateTokens } from '../completions/completion-request.ts'
import { type RelayParts, relayCompletion } from '../completions/relay-completion.ts'
import { requestContext } from './request-context.ts'
import { meteringId } from './request-id.ts'

export interface CompletionsRouteOptions {
  readonly relay: RelayParts
  readonly desk: AdmissionDesk
}

/** `POST /v1/chat/completions`: a chat completion of OpenAI's protocol, passed on to the provider, gated and metered. */
export function completionsRoute({ relay, desk }: CompletionsRouteOptions): RequestHandler {
  return async (request, response) => {
    const { requestId, requestIdGiven, customer } = requestContext(response)
    const completion = completionRequestFromWire(request.body)
    const left = new AbortController()
    response.once('close', () => left.abort())
    const leave = await desk.admit({
      customer,
      model: billedModel(completion.model),
      estimate: estimateTokens(completion),
      signal: left.signal,
    })
    try {
      await relayCompletion(
        relay,
        { customer, requestId, meteringId: meteringId(requestId, requestIdGiven), request: completion },
        response,
      )
    } finally {
      leave()
    }
  }
}
