import { follow, isNode, type Node, type OpenApiDocument } from './open-api-document.ts'

/** A schema with its references followed, its allOf merged, and null told apart from the other types. */
export type EffectiveSchema = {
  readonly node: Node
  readonly nullable: boolean
  /** JSON types without null. Empty: any. */
  readonly types: ReadonlySet<string>
  /** Values without null. Undefined: any. */
  readonly values: readonly unknown[] | undefined
  readonly properties: Readonly<Record<string, unknown>>
  readonly required: ReadonlySet<string>
  readonly items: unknown
  /** Alternatives beside null, when there are several. */
  readonly alternatives: readonly unknown[]
}

export function effectiveSchema(document: OpenApiDocument, schema: unknown): EffectiveSchema {
  const node = mergeAllOf(document, follow(document, schema))
  const alternatives = [node['oneOf'], node['anyOf']].find(Array.isArray)
  if (alternatives !== undefined) {
    const rest = alternatives.filter((one) => !isNullSchema(document, one))
    const nullable = rest.length < alternatives.length
    if (rest.length === 1) {
      const only = effectiveSchema(document, rest[0])
      return { ...only, nullable: nullable || only.nullable }
    }
    return { ...describe(node), nullable, alternatives: rest }
  }
  return describe(node)
}

function describe(node: Node): EffectiveSchema {
  const types = new Set([node['type']].flat().filter((type): type is string => typeof type === 'string'))
  const values = enumerated(node)
  // OpenAPI 3.0 says nullable, 3.1 lists null among the types or the values.
  const nullable = types.delete('null') || node['nullable'] === true
  const properties = isNode(node['properties']) ? node['properties'] : {}
  if (types.size === 0 && Object.keys(properties).length > 0) types.add('object')
  return {
    node,
    nullable,
    types,
    values: values?.filter((value) => value !== null),
    properties,
    required: new Set(Array.isArray(node['required']) ? node['required'].map(String) : []),
    items: node['items'],
    alternatives: [],
  }
}

function enumerated(node: Node): readonly unknown[] | undefined {
  if ('const' in node) return [node['const']]
  return Array.isArray(node['enum']) ? node['enum'] : undefined
}

function isNullSchema(document: OpenApiDocument, schema: unknown): boolean {
  return follow(document, schema)['type'] === 'null'
}

function mergeAllOf(document: OpenApiDocument, node: Node): Node {
  const parts = node['allOf']
  if (!Array.isArray(parts)) return node
  let merged: Node = { ...node, allOf: undefined }
  for (const part of parts) {
    const next = mergeAllOf(document, follow(document, part))
    merged = {
      ...next,
      ...Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)),
      properties: { ...record(next['properties']), ...record(merged['properties']) },
      required: [...list(next['required']), ...list(merged['required'])],
    }
  }
  return merged
}

function record(value: unknown): Node {
  return isNode(value) ? value : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
