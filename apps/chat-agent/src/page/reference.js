// @ts-check
// Renders the agent's OpenAPI document: every operation with its request and answers, then every schema with its
// members.

/** @typedef {Record<string, any>} Json */

/** @param {string} tag @param {(Node | string)[]} children @param {Record<string, string>} [attributes] */
function element(tag, children, attributes = {}) {
  const node = document.createElement(tag)
  node.append(...children)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  return node
}

/** Text in which `code` stands between backticks. @param {string} text */
function prose(text) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : element('code', [part])))
}

/** @param {string} reference */
const nameOf = (reference) => reference.slice(reference.lastIndexOf('/') + 1)

/** A schema in a few words, with links to the named ones. @param {Json} schema @returns {(Node | string)[]} */
function typeOf(schema) {
  if (schema.$ref) return [element('a', [nameOf(schema.$ref)], { href: `#${nameOf(schema.$ref)}` })]
  if (schema.anyOf)
    return schema.anyOf.flatMap((/** @type {Json} */ part, /** @type {number} */ index) => [
      ...(index === 0 ? [] : [' or ']),
      ...typeOf(part),
    ])
  if (schema.const !== undefined) return [element('code', [JSON.stringify(schema.const)])]
  if (schema.enum)
    return [element('code', [schema.enum.map((/** @type {unknown} */ value) => JSON.stringify(value)).join(' | ')])]
  if (schema.type === 'array') return ['list of ', ...typeOf(schema.items)]
  if (schema.additionalProperties?.$ref) return ['map of ', ...typeOf(schema.additionalProperties)]
  return [[schema.type].flat().join(' or ')]
}

/** @param {Json} schema */
function members(schema) {
  const rows = Object.entries(schema.properties ?? {}).map(([name, member]) =>
    element('tr', [
      element('th', [element('code', [name]), schema.required?.includes(name) ? '' : ' (optional)'], { scope: 'row' }),
      element('td', typeOf(member)),
      element('td', prose(member.description ?? '')),
    ]),
  )
  const head = element('thead', [
    element(
      'tr',
      ['Member', 'Type', 'Meaning'].map((text) => element('th', [text], { scope: 'col' })),
    ),
  ])
  return element('table', [head, element('tbody', rows)])
}

/** @param {Json} responses */
function answers(responses) {
  const rows = Object.entries(responses).map(([status, response]) => {
    const content = Object.entries(response.content ?? {}).flatMap(([type, { schema }], index) => [
      ...(index === 0 ? [] : ['; ']),
      ...typeOf(schema),
      ` (${type})`,
    ])
    return element('tr', [
      element('th', [status], { scope: 'row' }),
      element('td', prose(response.description)),
      element('td', content),
    ])
  })
  const head = element('thead', [
    element(
      'tr',
      ['Status', 'When', 'Body'].map((text) => element('th', [text], { scope: 'col' })),
    ),
  ])
  return element('table', [head, element('tbody', rows)])
}

/** @param {string} method @param {string} path @param {Json} operation */
function article(method, path, operation) {
  const request = /** @type {Json[]} */ (Object.values(operation.requestBody?.content ?? {}))[0]?.schema
  return element(
    'article',
    [
      element('h3', [element('code', [`${method.toUpperCase()} ${path}`]), ` ${operation.summary}`]),
      ...(operation.description ? [element('p', prose(operation.description))] : []),
      ...(request ? [element('h4', ['Request']), element('p', typeOf(request))] : []),
      element('h4', ['Answers']),
      answers(operation.responses),
    ],
    { id: operation.operationId },
  )
}

const api = /** @type {Json} */ (await (await fetch('/openapi.json')).json())
const reference = /** @type {HTMLElement} */ (document.getElementById('reference'))
reference.append(element('p', prose(api.info.description)))
for (const tag of api.tags) {
  reference.append(element('h2', [tag.name]), element('p', [tag.description]))
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item))
      if (operation.tags.includes(tag.name)) reference.append(article(method, path, operation))
  }
}
reference.append(element('h2', ['Schemas']))
for (const [name, schema] of Object.entries(/** @type {Json} */ (api.components.schemas))) {
  const description = schema.description ? [element('p', prose(schema.description))] : []
  reference.append(
    element('article', [element('h3', [name]), ...description, ...(schema.properties ? [members(schema)] : [])], {
      id: name,
    }),
  )
}
