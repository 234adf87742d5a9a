/** A value as JSON knows it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** The part of an OpenAPI document that this package looks at itself. The rest passes through. */
export type OpenApiDocument = {
  readonly openapi: string
  readonly paths?: Readonly<Record<string, PathItem>>
  readonly components?: { readonly [kind: string]: Readonly<Record<string, Node>> }
  readonly [key: string]: unknown
}

/** Any object of a document. */
export type Node = { readonly [key: string]: unknown }

export type PathItem = Node

export type Operation = {
  readonly method: string
  readonly path: string
  readonly node: Node
  /** Parameters of the operation and of its path, references followed. The operation's own win. */
  readonly parameters: readonly Node[]
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object that a local reference leads to. An object that is no reference is itself the answer. */
export function follow(document: OpenApiDocument, node: unknown): Node {
  let current = node
  // A chain of references is short; a circle of nothing but references must not hang.
  for (let hops = 0; hops < 32; hops += 1) {
    if (!isNode(current)) return {}
    const reference = current['$ref']
    if (typeof reference !== 'string') return current
    current = atPointer(document, reference)
  }
  return {}
}

function atPointer(document: OpenApiDocument, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  let current: unknown = document
  for (const part of reference.slice(2).split('/')) {
    if (!isNode(current)) return undefined
    current = current[decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return current
}

/** Every operation in the order of the document. */
export function listOperations(document: OpenApiDocument): readonly Operation[] {
  const operations: Operation[] = []
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const shared = parametersOf(document, item)
    for (const method of methods) {
      const node = item[method]
      if (!isNode(node)) continue
      const own = parametersOf(document, node)
      const ownKeys = new Set(own.map(parameterKey))
      operations.push({
        method,
        path,
        node,
        parameters: [...shared.filter((one) => !ownKeys.has(parameterKey(one))), ...own],
      })
    }
  }
  return operations
}

export function parameterKey(parameter: Node): string {
  return `${String(parameter['in'])} ${String(parameter['name'])}`
}

function parametersOf(document: OpenApiDocument, holder: Node): readonly Node[] {
  const list = holder['parameters']
  return Array.isArray(list) ? list.map((one) => follow(document, one)) : []
}
