import Big from 'big.js'
import { PricingError } from './pricing-error.ts'

/**
 * Decimals that a quotient keeps, rounded half-even: far below the smallest minor unit.
 */
export const QUOTIENT_SCALE = 20

/** Longest decimal on the wire, by the contract. */
export const MAX_WIRE_DECIMAL_LENGTH = 64

/** Longest text that is read as a decimal: twice that of the wire, so that a total of the largest values is read too. */
export const MAX_DECIMAL_LENGTH = 2 * MAX_WIRE_DECIMAL_LENGTH

const DECIMAL = /^-?\d+(\.\d+)?$/

// A constructor of our own: its settings cannot be changed from elsewhere, and `strict` refuses binary floats.
const Exact = Big()
Exact.DP = QUOTIENT_SCALE
Exact.RM = Big.roundHalfEven
Exact.strict = true

type ExactNumber = InstanceType<typeof Exact>

/**
 * An exact decimal number. It is made from text or from an integer, never from a binary float, and it is never turned
 * into one. Only `dividedBy` and `roundedTo` round, both half-even.
 */
export class Decimal {
  readonly #value: ExactNumber

  static readonly ZERO: Decimal = new Decimal(new Exact('0'))
  static readonly ONE: Decimal = new Decimal(new Exact('1'))

  private constructor(value: ExactNumber) {
    this.#value = value
  }

  /**
   * The number that a decimal of the wire names: `12`, `-0.50`, at most 128 characters, no exponent.
   *
   * @param field where the text stands, for the error
   * @throws PricingError `INVALID_DECIMAL`
   */
  static parse(text: string, field = 'decimal'): Decimal {
    if (typeof text !== 'string' || text.length > MAX_DECIMAL_LENGTH || !DECIMAL.test(text)) {
      const shown = String(text).slice(0, MAX_DECIMAL_LENGTH)
      throw new PricingError('INVALID_DECIMAL', `${JSON.stringify(shown)} is not a decimal number such as 12.50`, field)
    }
    return new Decimal(new Exact(text))
  }

  /** The number that a text names, or `undefined` where it names none. */
  static tryParse(text: string): Decimal | undefined {
    return text.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(text) ? new Decimal(new Exact(text)) : undefined
  }

  /** A count. @throws PricingError `INVALID_DECIMAL` for anything but a safe integer */
  static fromInteger(integer: number): Decimal {
    if (!Number.isSafeInteger(integer)) {
      throw new PricingError('INVALID_DECIMAL', `${integer} is not a safe integer`, 'integer')
    }
    return new Decimal(new Exact(integer.toFixed(0)))
  }

  /** The sum, zero for none. */
  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Decimal): Decimal {
    return new Decimal(this.#value.plus(other.#value))
  }

  minus(other: Decimal): Decimal {
    return new Decimal(this.#value.minus(other.#value))
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.#value.times(other.#value))
  }

  /** The quotient to 20 decimals, half-even. Multiply first, so that one quotient is the only rounding. */
  dividedBy(divisor: Decimal): Decimal {
    if (divisor.isZero()) throw new PricingError('INVALID_DECIMAL', 'division by zero', 'divisor')
    return new Decimal(this.#value.div(divisor.#value))
  }

  /** The least whole number of parts of this size that hold it. */
  ceilDividedBy(size: Decimal): Decimal {
    if (!size.isPositive()) throw new PricingError('INVALID_DECIMAL', 'a part is larger than zero', 'size')
    const rest = new Decimal(this.#value.mod(size.#value))
    const whole = this.minus(rest).dividedBy(size)
    return rest.isPositive() ? whole.plus(Decimal.ONE) : whole
  }

  negated(): Decimal {
    return new Decimal(this.#value.neg())
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    return this.#value.cmp(other.#value)
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0
  }

  isZero(): boolean {
    return this.compare(Decimal.ZERO) === 0
  }

  isNegative(): boolean {
    return this.compare(Decimal.ZERO) < 0
  }

  isPositive(): boolean {
    return this.compare(Decimal.ZERO) > 0
  }

  min(other: Decimal): Decimal {
    return this.compare(other) <= 0 ? this : other
  }

  max(other: Decimal): Decimal {
    return this.compare(other) >= 0 ? this : other
  }

  /** Rounded half-even to so many decimals. */
  roundedTo(scale: number): Decimal {
    return new Decimal(this.#value.round(scale, Big.roundHalfEven))
  }

  /** As the wire has it: no exponent, no trailing zeros after the point, no minus zero. */
  toString(): string {
    return this.isZero() ? '0' : this.#value.toFixed()
  }

  /** With exactly so many decimals, rounded half-even: `18.50`. */
  toFixed(scale: number): string {
    const rounded = this.roundedTo(scale)
    return (rounded.isZero() ? Exact('0') : rounded.#value).toFixed(scale)
  }
}
