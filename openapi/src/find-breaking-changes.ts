import { type BreakingChange, type Comparison, compareSchemas } from './compare-schemas.ts'
import {
  follow,
  isNode,
  listOperations,
  type Node,
  type OpenApiDocument,
  type Operation,
  parameterKey,
} from './open-api-document.ts'

export type { BreakingChange } from './compare-schemas.ts'

/**
 * Finds what a user of `base` would have to change for `current`: in requests that are no longer accepted, in responses
 * that are no longer what they were, and in names that types are reached by. New operations, optional fields, further
 * response fields and further values of a response's enum are no breaking change.
 */
export function findBreakingChanges(base: OpenApiDocument, current: OpenApiDocument): readonly BreakingChange[] {
  const changes: BreakingChange[] = []
  const comparison: Comparison = {
    base,
    current,
    report: (change) => changes.push(change),
    seen: new Set(),
    numbers: new Map(),
  }

  const operations = new Map(listOperations(current).map((operation) => [nameOf(operation), operation]))
  for (const before of listOperations(base)) {
    const where = nameOf(before)
    const after = operations.get(where)
    if (after === undefined) comparison.report({ where, what: 'operation removed' })
    else compareOperations(comparison, where, before, after)
  }

  const schemas = current.components?.['schemas'] ?? {}
  for (const name of Object.keys(base.components?.['schemas'] ?? {})) {
    if (!(name in schemas)) comparison.report({ where: `schema ${name}`, what: 'schema removed' })
  }
  return changes
}

function nameOf({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`
}

function compareOperations(comparison: Comparison, where: string, before: Operation, after: Operation): void {
  const [oldId, newId] = [before.node['operationId'], after.node['operationId']]
  if (typeof oldId === 'string' && oldId !== newId)
    comparison.report({ where, what: `operationId changed from ${oldId} to ${String(newId)}` })
  compareParameters(comparison, where, before, after)
  compareBodies(comparison, where, before.node, after.node)
  compareResponses(comparison, where, before.node, after.node)
}

function compareParameters(comparison: Comparison, where: string, before: Operation, after: Operation): void {
  const old = new Map(before.parameters.map((parameter) => [parameterKey(parameter), parameter]))
  const now = new Map(after.parameters.map((parameter) => [parameterKey(parameter), parameter]))
  for (const [key, parameter] of old) {
    const place = `${where} ${key}`
    const other = now.get(key)
    if (other === undefined) comparison.report({ where: place, what: 'parameter removed' })
    else compareSchemas(comparison, 'request', place, parameter['schema'], other['schema'])
  }
  for (const [key, parameter] of now) {
    if (parameter['required'] === true && old.get(key)?.['required'] !== true) {
      comparison.report({ where: `${where} ${key}`, what: 'parameter is now required' })
    }
  }
}

function compareBodies(comparison: Comparison, where: string, before: Node, after: Node): void {
  const place = `${where} request`
  const old = follow(comparison.base, before['requestBody'])
  const now = follow(comparison.current, after['requestBody'])
  if (old['required'] !== true && now['required'] === true)
    comparison.report({ where: place, what: 'body is now required' })
  if (before['requestBody'] !== undefined && after['requestBody'] === undefined)
    comparison.report({ where: place, what: 'body removed' })
  else compareContent(comparison, 'request', place, old, now)
}

function compareResponses(comparison: Comparison, where: string, before: Node, after: Node): void {
  const old = successes(comparison.base, before)
  const now = successes(comparison.current, after)
  for (const [status, response] of old) {
    const other = now.get(status)
    if (other !== undefined) compareContent(comparison, 'response', `${where} ${status}`, response, other)
    else if (now.size === 0) comparison.report({ where, what: `success status ${status} removed` })
    else comparison.report({ where, what: `success status changed from ${status} to ${[...now.keys()].join(', ')}` })
  }
}

function successes(document: OpenApiDocument, operation: Node): ReadonlyMap<string, Node> {
  const responses = isNode(operation['responses']) ? operation['responses'] : {}
  return new Map(
    Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .map(([status, response]) => [status, follow(document, response)]),
  )
}

function compareContent(
  comparison: Comparison,
  direction: 'request' | 'response',
  where: string,
  before: Node,
  after: Node,
): void {
  const old = isNode(before['content']) ? before['content'] : {}
  const now = isNode(after['content']) ? after['content'] : {}
  for (const [mediaType, content] of Object.entries(old)) {
    const other = now[mediaType]
    if (!isNode(content)) continue
    if (!isNode(other)) comparison.report({ where, what: `media type ${mediaType} removed` })
    else compareSchemas(comparison, direction, where, content['schema'], other['schema'])
  }
}
