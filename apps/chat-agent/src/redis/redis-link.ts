import { Redis } from 'ioredis'
import type { Logger } from 'pino'

/**
 * Longest wait for a connection, and for the answer to one command: a request that waits longer for its hold is better
 * told.
 */
const CONNECT_TIMEOUT_MS = 2_000
const COMMAND_TIMEOUT_MS = 1_000
/** Silence after a command that means that the connection is dead, though nobody closed it. */
const SOCKET_TIMEOUT_MS = 5_000
/** Pauses between two tries to connect grow from the first to the last. */
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

/** The life of the key with which writing is tried. */
const PROBE_MS = 1_000

export interface RedisAccess {
  /** `redis://` or `rediss://`, with user, password and database as Redis' own tools take them. A secret. */
  readonly url: string
  /** Begins every key, so that several products, or tests, can share one Redis. */
  readonly prefix: string
}

/**
 * The connection to the Redis that several agents share. Commands fail at once while there is no connection, and within
 * a second when no answer comes: nothing queues up behind an outage, and the stated policy answers the request. It
 * connects again by itself.
 */
export class RedisLink {
  readonly client: Redis
  readonly #probeKey: string
  readonly #logger: Logger
  #failure: string | undefined

  constructor({ url, prefix }: RedisAccess, logger: Logger) {
    this.#logger = logger
    this.#probeKey = `${prefix}:readyz`
    this.client = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      // What was sent and not answered when a connection breaks is refused, not sent again: the caller has been told by
      // then.
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      retryStrategy: (times) => Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(times, 10)),
      connectionName: 'tallygate-chat-agent',
    })
    // Without a listener an outage would end the process.
    this.client.on('error', (error) => this.#report(error))
    this.client.on('ready', () => {
      if (this.#failure !== undefined) this.#logger.info('Redis answers again')
      this.#failure = undefined
    })
  }

  /**
   * Connects, and warns when the journal on this Redis could lose what it holds. Never throws: an agent starts without
   * its Redis, and is not ready.
   */
  async connect(holdsJournal: boolean): Promise<void> {
    try {
      await this.client.connect()
      if (holdsJournal) await this.#warnWhenForgetful()
    } catch (error) {
      this.#report(error)
    }
  }

  /** Rejects unless Redis answers and takes writes now: a full one, and one that only reads, answers all the same. */
  async assert(): Promise<void> {
    try {
      await this.client.set(this.#probeKey, '1', 'PX', PROBE_MS)
    } catch (cause) {
      throw new Error(isRefusal(cause) ? 'Redis refuses writes' : 'Redis does not answer', { cause })
    }
  }

  /** Ends the connection, and the tries to make one. */
  close(): void {
    this.client.disconnect()
  }

  /** Each outage once, not each try. */
  #report(error: unknown): void {
    const failure = error instanceof Error ? error.message : String(error)
    if (failure === this.#failure) return
    this.#failure = failure
    this.#logger.warn({ err: error }, 'Redis does not answer as it should; trying again')
  }

  async #warnWhenForgetful(): Promise<void> {
    const facts = new Map(
      (await this.client.info()).split('\r\n').map((line): [string, string] => {
        const [name = '', value = ''] = line.split(':')
        return [name, value]
      }),
    )
    if (facts.get('aof_enabled') === '0')
      this.#logger.warn('This Redis has appendonly no: usage that is not delivered yet is lost when it restarts')
    if (facts.get('maxmemory') !== '0' && facts.get('maxmemory_policy') !== 'noeviction')
      this.#logger.warn(
        { maxmemory_policy: facts.get('maxmemory_policy') },
        'This Redis evicts keys when its memory is full, holds and undelivered usage too: set maxmemory-policy noeviction',
      )
  }
}

/** Tells whether Redis answered, and said no: OOM, READONLY, MISCONF, NOPERM. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError'
}
