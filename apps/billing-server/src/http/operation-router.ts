import type { ContractOperation, HttpMethod } from './contract.ts'

interface Node {
  readonly children: Map<string, Node>
  parameter: { readonly name: string; readonly node: Node } | undefined
  readonly operations: Map<HttpMethod, ContractOperation>
}

export type RouteMatch =
  | { readonly operation: ContractOperation; readonly path: Readonly<Record<string, string>> }
  | { readonly allowed: readonly HttpMethod[] }
  | undefined

const makeNode = (): Node => ({ children: new Map(), parameter: undefined, operations: new Map() })

/**
 * Finds the operation of a path. A tree instead of a list of patterns: the cost does not grow with the 200 operations,
 * and a fixed piece (`/events/ingest`) always wins over a parameter (`/events/{id}`).
 */
export class OperationRouter {
  readonly #root = makeNode()

  constructor(operations: readonly ContractOperation[]) {
    for (const operation of operations) {
      let node = this.#root
      for (const segment of operation.segments) node = step(node, segment)
      node.operations.set(operation.method, operation)
    }
  }

  /**
   * `undefined`: no such path. With `allowed`: the path exists, but not for this method. Throws URIError on bad
   * escapes.
   */
  match(method: string, pathname: string): RouteMatch {
    const segments = pathname.split('/').slice(1)
    const path: Record<string, string> = {}
    const wanted = method.toLowerCase() as HttpMethod
    // By method first: a resource may be called `search`, which is a fixed piece for another method only.
    const operation = descend(this.#root, segments, 0, path, (node) => node.operations.has(wanted))?.operations.get(
      wanted,
    )
    if (operation !== undefined) return { operation, path }
    const other = descend(this.#root, segments, 0, {}, (node) => node.operations.size > 0)
    return other && { allowed: [...other.operations.keys()] }
  }
}

function step(node: Node, segment: string): Node {
  const name = /^\{(.+)\}$/.exec(segment)?.[1]
  if (name !== undefined) {
    node.parameter ??= { name, node: makeNode() }
    // Two names for one position (`{id}` and `{idOrRef}`) would make the second one unreachable.
    if (node.parameter.name !== name) throw new Error(`path parameters {${node.parameter.name}} and {${name}} collide`)
    return node.parameter.node
  }
  const child = node.children.get(segment) ?? makeNode()
  node.children.set(segment, child)
  return child
}

function descend(
  node: Node,
  segments: readonly string[],
  position: number,
  path: Record<string, string>,
  accepts: (node: Node) => boolean,
): Node | undefined {
  const segment = segments[position]
  if (segment === undefined) return accepts(node) ? node : undefined
  const child = node.children.get(segment)
  const found = child && descend(child, segments, position + 1, path, accepts)
  if (found !== undefined) return found
  if (node.parameter === undefined || segment === '') return undefined
  path[node.parameter.name] = decodeURIComponent(segment)
  return descend(node.parameter.node, segments, position + 1, path, accepts)
}
