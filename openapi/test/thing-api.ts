import type { Node, OpenApiDocument } from '../src/open-api-document.ts'

export type Shape = {
  readonly body?: Node
  readonly reply?: Node
  readonly status?: string
  readonly parameters?: readonly Node[]
  readonly operation?: Node
  readonly schemas?: Readonly<Record<string, Node>>
}

/** A document with the one operation POST /v1/things. */
export function api({
  body,
  reply,
  status = '201',
  parameters = [],
  operation = {},
  schemas = {},
}: Shape): OpenApiDocument {
  const content = (schema: Node) => ({ 'application/json': { schema } })
  const responses = { [status]: { description: 'Done.', ...(reply === undefined ? {} : { content: content(reply) }) } }
  const requestBody = body === undefined ? {} : { requestBody: { required: true, content: content(body) } }
  return {
    openapi: '3.1.0',
    paths: {
      '/v1/things': { post: { operationId: 'createThing', parameters, responses, ...requestBody, ...operation } },
    },
    components: { schemas },
  }
}

export const object = (properties: Node, required: readonly string[] = []): Node => ({
  type: 'object',
  properties,
  required,
})
export const text = { type: 'string' }
export const maybeText = { type: ['string', 'null'] }
export const query = (schema: Node, required = false): Node => ({ in: 'query', name: 'limit', required, schema })
export const there = 'POST /v1/things'
