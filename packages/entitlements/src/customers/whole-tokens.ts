const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/
/** Decimals that are added up; the wire has at most 64 characters a number. */
const SCALE = 64

/** A sum of decimals, exact. */
export class TokenSum {
  #scaled = 0n

  /** Adds a decimal of the wire. False, and nothing is added, for an invalid one. */
  add(text: string): boolean {
    const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? []
    if (sign === undefined || `${whole}${fraction}` === '' || fraction.length > SCALE) return false
    const scaled = BigInt(`${whole}${fraction.padEnd(SCALE, '0')}`)
    this.#scaled += sign === '-' ? -scaled : scaled
    return true
  }

  /**
   * The sum in whole tokens, which budgets count: a part of a token is one, since it was used. What no integer holds
   * exactly is more than any budget has.
   */
  tokens(): number {
    const one = 10n ** BigInt(SCALE)
    const whole = this.#scaled / one + (this.#scaled % one > 0n ? 1n : 0n)
    const largest = BigInt(Number.MAX_SAFE_INTEGER)
    return Number(whole > largest ? largest : whole < -largest ? -largest : whole)
  }
}
