import type { Schema } from '@tallygate/client'
import { invalidField, missingField } from '../http/api-fault.ts'
import type { Having } from '../resources/stored.ts'
import type { WebhookTargets } from './webhook-targets.ts'

/** The only protocol; the API names it in each webhook. */
export const SIGNING_PROTOCOL = 'HmacSHA256'

/** A header's name is a token; its value is printable ASCII. */
const HEADER_NAME = /^[A-Za-z0-9-]+$/
const HEADER_VALUE = /^[\x20-\x7e]*$/
/** Headers of the delivery itself, which a key may not take the place of. */
const OWN_HEADERS = ['content-type', 'content-length', 'host', 'connection', 'transfer-encoding', 'authorization']

/** The members of a webhook: all that a create sends, or the stored ones with what an update sends over them. */
type Given = Having<Schema<'WebhookUpdateRequest'>, 'url'>

export interface WebhookRules {
  readonly targets: WebhookTargets
  /** Every action that this server sends, as RESOURCE.ACTION. */
  readonly actions: ReadonlySet<string>
}

/** Throws naming the member that a webhook cannot have, or lacks. */
export function checkWebhook(given: Given, { targets, actions }: WebhookRules): void {
  targets.assertAllowed(given.url)
  for (const member of ['included_actions', 'excluded_actions'] as const) {
    for (const [index, action] of (given[member] ?? []).entries()) {
      if (!actions.has(action)) {
        const message = `${action} is not an action of this server; GET /v1/webhooks/actions lists them`
        throw invalidField(`${member}.${index}`, message, 'WEBHOOK')
      }
    }
  }
  if (given.signing_protocol != null && given.signing_protocol !== SIGNING_PROTOCOL) {
    throw invalidField('signing_protocol', `value is not ${SIGNING_PROTOCOL}`, 'WEBHOOK')
  }
  if (given.include_previous_data === true) {
    throw invalidField('include_previous_data', 'this server does not send previous data; leave it false', 'WEBHOOK')
  }
  checkAuthentication(given)
}

function checkAuthentication(given: Given): void {
  if (given.authentication_type === 'PASSWORD') {
    if (given.password == null) throw missingField('password', 'WEBHOOK')
    if (given.username?.includes(':') === true) {
      throw invalidField('username', 'value holds a colon, which ends a user name', 'WEBHOOK')
    }
  }
  if (given.authentication_type === 'API_KEY' && given.api_key == null) throw missingField('api_key', 'WEBHOOK')
  if (given.api_header_field != null) {
    const name = given.api_header_field.toLowerCase()
    if (!HEADER_NAME.test(name) || OWN_HEADERS.includes(name) || name.startsWith('x-payload-')) {
      throw invalidField('api_header_field', 'value is not the name of a header that a key may be sent in', 'WEBHOOK')
    }
  }
  if (given.api_key != null && !HEADER_VALUE.test(given.api_key)) {
    throw invalidField('api_key', 'value cannot be sent in a header', 'WEBHOOK')
  }
}
