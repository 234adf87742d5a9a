import type { Entitlements } from '@tallygate/entitlements'
import type { RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'
import { requestContext } from './request-context.ts'

/** ENUM feature of the plans that lists the models. */
const MODELS_FEATURE = 'available_models'

/**
 * `GET /v1/models` and `GET /v1/models/{id}` in OpenAI's shape: the models that the asking customer's plan includes.
 */
export function modelsRoute(entitlements: Pick<Entitlements, 'features'>): RequestHandler {
  return async (request, response) => {
    const { customer } = requestContext(response)
    const features = await entitlements.features(customer)
    const value = features.values[MODELS_FEATURE]
    const models = value?.type === 'enums' ? value.enums : []
    const wanted: unknown = request.params['model']
    if (wanted === undefined) {
      response.json({ object: 'list', data: models.map(toWireModel) })
      return
    }
    const model = models.find((candidate) => candidate === wanted)
    if (model === undefined)
      throw new AgentError('not_found', 'Your plan has no such model', { details: { field: 'model' } })
    response.json(toWireModel(model))
  }
}

/** OpenAI's clients expect every member; when a model was made is not known here, and 0 says so. */
function toWireModel(id: string) {
  return { id, object: 'model', created: 0, owned_by: 'tallygate' }
}
