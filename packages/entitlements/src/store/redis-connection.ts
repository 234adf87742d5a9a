import { createHash } from 'node:crypto'
import { knownOptions, refuseOption, wholeNumber } from '../errors/check-option.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'

/**
 * The part of a Redis client that is used. An `ioredis` client or cluster fits as it is; it stays the application's,
 * which closes it. Redis 7 or Valkey.
 */
export interface RedisClient {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  eval(script: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
}

export interface RedisOptions {
  /**
   * Begins every key. Default `tallygate`. Without braces, which would change the key's slot; at most 100 characters.
   */
  readonly prefix?: string
  /** Longest wait for one answer of Redis, in milliseconds, 1 to 60,000. Default 1,000. */
  readonly timeoutMs?: number
}

/** A Lua script and its digest. */
export interface RedisScript {
  readonly source: string
  readonly sha: string
}

export function redisScript(source: string): RedisScript {
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}

/**
 * Runs scripts: one round trip each, a bounded wait, and one typed error for everything that means "Redis cannot be
 * asked now".
 */
export class RedisConnection {
  readonly prefix: string
  readonly #redis: RedisClient
  readonly #timeoutMs: number

  constructor(redis: RedisClient, options: RedisOptions) {
    knownOptions(options, ['prefix', 'timeoutMs'])
    if (typeof redis?.evalsha !== 'function' || typeof redis.eval !== 'function')
      refuseOption('redis', 'an ioredis client (or cluster)', redis)
    this.prefix = options.prefix ?? 'tallygate'
    if (typeof this.prefix !== 'string' || !/^[^{}\s]{1,100}$/.test(this.prefix))
      refuseOption('prefix', '1 to 100 characters without braces and white space', this.prefix)
    this.#timeoutMs = wholeNumber(options.timeoutMs ?? 1_000, 'timeoutMs', 1, 60_000)
    this.#redis = redis
  }

  async run(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new StoreUnavailableError({ message: `Redis did not answer within ${this.#timeoutMs} ms.` })),
        this.#timeoutMs,
      )
    })
    const answer = this.#run(script, keys, args)
    // When the wait is over first, the late failure is nobody's.
    answer.catch(() => undefined)
    try {
      return await Promise.race([answer, tooLate])
    } catch (error) {
      throw toStoreError(error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #run(script: RedisScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(script.sha, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return this.#redis.eval(script.source, keys.length, ...keys, ...args)
    }
  }
}

/** A mistake in a script or a key of another type is a fault of the code; a policy of `allow` must not hide it. */
function toStoreError(error: unknown): unknown {
  if (StoreUnavailableError.isInstance(error)) return error
  const text = error instanceof Error ? error.message : String(error)
  if (/^(ERR|WRONGTYPE|NOPERM|NOAUTH)\b/.test(text)) return error
  return new StoreUnavailableError({ message: `Redis cannot be asked: ${text}`, cause: error })
}
