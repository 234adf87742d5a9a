import { createHash } from 'node:crypto'
import type { RequestHandler } from 'express'
import { ProviderFailure } from '../agent/provider-failure.ts'
import type { AnswerReplays } from '../pass-through/answer-replays.ts'
import { PassedCall, type PassThroughParts } from '../pass-through/passed-call.ts'
import type { PassedRoute } from '../pass-through/passed-routes.ts'
import { providerErrorFromAnswer } from '../pass-through/provider-error.ts'
import { providerCall } from '../pass-through/providers.ts'
import { assertShape } from '../pass-through/request-shape.ts'
import { sendAnswer } from '../pass-through/send-answer.ts'
import { AgentError } from './agent-error.ts'
import { errorFromProvider } from './error-from-provider.ts'
import { requestContext } from './request-context.ts'
import { meteringId } from './request-id.ts'

/**
 * A call of a provider's own protocol, passed on to it, gated and metered. Under an id of the caller's it is made once:
 * a repeat gets the same answer, with `Tallygate-Replayed: true`, and is not billed.
 */
export function passThroughRoute(route: PassedRoute, parts: PassThroughParts, replays: AnswerReplays): RequestHandler {
  return async (request, response) => {
    const { requestId, requestIdGiven, customer, scopes, keeper } = requestContext(response)
    const content: Readonly<Record<string, unknown>> | FormData = request.body
    const fields = content instanceof FormData ? Object.fromEntries(content) : content
    assertShape(route, fields, parts)
    const target = providerCall(route, parts.providers, { ...parts, requestId, headers: request.headers })
    const begun = requestIdGiven ? replays.begin(keeper, requestId, [route.path, await comparable(content)]) : undefined
    if (begun !== undefined && 'body' in begun) {
      response.set({ ...begun.headers, 'tallygate-replayed': 'true' }).end(begun.body)
      return
    }
    const model = String(fields['model'])
    const levels = scopes === undefined ? {} : { scopes }
    const metered = { customer, ...levels, requestId, meteringId: meteringId(requestId, requestIdGiven) }
    const call = new PassedCall(parts, { ...metered, model, content })
    response.once('close', () => {
      // An abort makes an error with a stack; most answers end well.
      if (!response.writableFinished) call.leaveQueue()
    })
    try {
      const answer = await call.make({ ...target, headers: { ...target.headers, 'x-request-id': metered.meteringId } })
      if (!answer.ok) throw await providerErrorFromAnswer(answer, model)
      await sendAnswer(answer, { call, provider: route.provider, recorder: begun }, response)
    } catch (error) {
      throw ProviderFailure.isInstance(error) ? errorFromProvider(error) : error
    } finally {
      call.end()
      begun?.end()
    }
  }
}

/** The answer to who asks for what a provider keeps, which is nobody's: one key serves all customers. */
export const nothingKept: RequestHandler = (_request, _response, next) => {
  next(
    new AgentError(
      'not_found',
      'Answers are not kept: the key of the provider serves all customers. Send store: false.',
    ),
  )
}

/** Content by which a repeat is known: a form has another boundary each time. */
async function comparable(content: Readonly<Record<string, unknown>> | FormData): Promise<unknown> {
  if (!(content instanceof FormData)) return content
  const parts: unknown[] = []
  for (const [name, value] of content) {
    if (typeof value === 'string') parts.push([name, value])
    else
      parts.push([
        name,
        value.name,
        createHash('sha256')
          .update(await value.bytes())
          .digest('base64'),
      ])
  }
  return parts
}
