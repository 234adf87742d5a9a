import { invalidField } from '../http/api-fault.ts'

/** Which hosts may receive webhooks: what the operator allows, and nothing else, so that the server is nobody's proxy. */
export class WebhookTargets {
  readonly #hosts: readonly string[]

  /** Host names, each with its port where it matters (`hooks.example`, `127.0.0.1:9000`); `*` allows all. */
  constructor(hosts: readonly string[]) {
    this.#hosts = hosts.map((host) => host.toLowerCase())
  }

  /** Throws when the URL is none, or its host is not allowed. */
  assertAllowed(url: string | null | undefined): void {
    let target: URL
    try {
      target = new URL(url ?? '')
    } catch {
      throw invalidField('url', 'value is not a URL', 'WEBHOOK')
    }
    if (target.protocol !== 'https:' && target.protocol !== 'http:') {
      throw invalidField('url', 'value is not an http or https URL', 'WEBHOOK')
    }
    if (target.username !== '' || target.password !== '') {
      throw invalidField('url', 'send username and password as members, not in the URL', 'WEBHOOK')
    }
    const allowed =
      this.#hosts.includes('*') || this.#hosts.includes(target.hostname) || this.#hosts.includes(target.host)
    if (!allowed) {
      throw invalidField(
        'url',
        `the host ${target.host} is not allowed; the operator can list it in WEBHOOK_HOSTS`,
        'WEBHOOK',
      )
    }
  }
}
