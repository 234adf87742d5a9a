import { isIP } from 'node:net'
import { invalidField } from '../http/api-fault.ts'
import { isLinkLocalAddress, isPublicAddress } from './is-public-address.ts'

const EVERYTHING = '*'

/** The host of a URL without the brackets of an IPv6 address and the dot of a name's end. */
const hostnameOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

/**
 * The hosts that may receive webhooks: those that the operator allows, and no others, so that the server is nobody's
 * proxy. `*` allows the public internet; private addresses are reached only by a host that is listed itself, and
 * addresses of the link, where clouds keep credentials, only by their own number.
 */
export class WebhookTargets {
  readonly #hosts: ReadonlySet<string>
  readonly #allowPrivate: boolean

  /**
   * Host names, each with its port where it matters (`hooks.example`, `127.0.0.1:9000`, `[::1]:9000`); `*` allows all
   * that are public, and with `allowPrivate`, for a server that only this machine reaches, the others too.
   */
  constructor(hosts: readonly string[], { allowPrivate = false }: { readonly allowPrivate?: boolean } = {}) {
    this.#hosts = new Set(hosts.map((host) => host.toLowerCase()))
    this.#allowPrivate = allowPrivate
  }

  /** Throws for an invalid URL, or a host that is not allowed. */
  assertAllowed(url: string): void {
    let target: URL
    try {
      target = new URL(url)
    } catch {
      throw invalidField('url', 'value is not a URL', 'WEBHOOK')
    }
    if (target.protocol !== 'https:' && target.protocol !== 'http:') {
      throw invalidField('url', 'value is not an http or https URL', 'WEBHOOK')
    }
    if (target.username !== '' || target.password !== '') {
      throw invalidField('url', 'send username and password as members, not in the URL', 'WEBHOOK')
    }
    const address = hostnameOf(target)
    if (!this.#isListed(target) && !this.#hosts.has(EVERYTHING)) throw refused(target)
    if (isIP(address) !== 0 && !this.allowsAddress(target, address)) throw refused(target)
  }

  /**
   * Tells whether a connection for this URL may be made to this address: what its name resolves to is known only then.
   */
  allowsAddress(url: URL, address: string): boolean {
    if (isPublicAddress(address)) return true
    if (this.#allowPrivate && this.#hosts.has(EVERYTHING)) return true
    if (!this.#isListed(url)) return false
    return !isLinkLocalAddress(address) || isIP(hostnameOf(url)) !== 0
  }

  #isListed(url: URL): boolean {
    const name = hostnameOf(url)
    return [name, url.hostname, url.host, `${name}:${url.port}`].some((host) => this.#hosts.has(host))
  }
}

function refused(target: URL) {
  return invalidField(
    'url',
    `the host ${target.host} is not allowed; the operator can list it in WEBHOOK_HOSTS`,
    'WEBHOOK',
  )
}
