import type { RedisAccess } from '../redis/redis-link.ts'
import type { CustomerKeys } from './customer-keys.ts'

/** The meters of quantities beside tokens: a reference, with its value where that is not the usual one. */
export type QuantityMeters = Readonly<Record<string, string | { readonly meter: string; readonly value: string }>>

/** Everything the agent needs to start; `readConfiguration` makes it from the environment, tests write it out. */
export interface AgentConfiguration {
  /** TCP port, 0 for any free one. */
  readonly port: number
  /** Address to listen on. */
  readonly host: string
  /**
   * Names, in lower case and without a port, that a request may send as `Host`, beside those of this machine on
   * loopback. Absent: every name, but on loopback.
   */
  readonly allowedHosts?: readonly string[]
  readonly billing: {
    /** Root of the billing API, without `/v1`. */
    readonly url: string
    readonly apiKey: string
  }
  /** The provider to talk to; absent: a simulated one is started. `baseUrl` includes `/v1`. */
  readonly provider?: { readonly apiKey: string; readonly baseUrl: string }
  /** Anthropic, for `/v1/messages`; absent: a simulated one where the other is simulated, else none. */
  readonly anthropic?: { readonly apiKey: string; readonly baseUrl: string }
  /**
   * Members of passed requests that are refused otherwise, by the names that refusals give. Default: none.
   */
  readonly allowedMembers?: readonly string[]
  /** Quantities beside tokens → the meters that bill them. Default: none. */
  readonly quantities?: QuantityMeters
  /**
   * The Redis that several agents share: for holds, counts and rates, and for the journal too unless `journalPath` is
   * given. Absent: this process keeps all of it for itself.
   */
  readonly redis?: RedisAccess
  /**
   * File of the durable journal of usage (SQLite); its folder is made when missing. May be absent where there is a
   * Redis, which then holds the journal.
   */
  readonly journalPath?: string | undefined
  /** The customers that may ask, by key. */
  readonly customerKeys: CustomerKeys
  /** Members of a request's `metadata` that become properties of its usage events. Default: none. */
  readonly metadataProperties?: readonly string[]
  /** The name under which the agent reports to the billing server's operator routes. Absent: it does not. */
  readonly agentId?: string
  /** Opens `/operator`. Absent: nobody is let in there. */
  readonly operatorKey?: string
  /** The policy for a request when entitlements cannot be known. */
  readonly onUnavailable: 'deny' | 'allow'
  /**
   * True where an attempt without the provider's count is listed (`provider`) or billed by its estimate (`estimate`).
   */
  readonly billUsage: 'provider' | 'estimate'
  /** Longest that the answer to a reader who has gone is read on, for the provider's count; 0: not at all. */
  readonly drainTimeoutMs: number
  /** True where the clock of the billing server, which tests can move, is this agent's too. */
  readonly followsBillingClock: boolean
  /** Model for requests that name none. */
  readonly defaultModel: string
  /** Model that answers when the one asked for fails; absent: its failure is the answer. */
  readonly fallbackModel?: string
  /**
   * Ids under which the provider answers → ids under which they are billed, beside those that are known. Default: none.
   */
  readonly modelIds?: Readonly<Record<string, string>>
  /** Requests worked on at the same time; further ones wait. */
  readonly maxConcurrency: number
  /** Those of one customer among them. Default: half of them, rounded up. */
  readonly maxConcurrencyPerCustomer?: number
  /** Longest wait for requests in flight when stopping, in milliseconds. */
  readonly shutdownTimeoutMs: number
  readonly logLevel: LogLevel
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]
