import Big from 'big.js'
import { PricingError } from './pricing-error.ts'

/** Decimals of a fraction that is written out, rounded half-even: far below the smallest minor unit. */
export const QUOTIENT_SCALE = 20

/** Longest decimal on the wire, by the contract. */
export const MAX_WIRE_DECIMAL_LENGTH = 64

/**
 * Longest text that is read as a decimal: twice that of the wire, so that a total of the largest values is read too.
 */
const MAX_DECIMAL_LENGTH = 2 * MAX_WIRE_DECIMAL_LENGTH

const DECIMAL = /^-?\d+(\.\d+)?$/

// A constructor of our own: its settings cannot be changed from elsewhere, and `strict` refuses binary floats.
const Exact = Big()
Exact.DP = QUOTIENT_SCALE
Exact.RM = Big.roundHalfEven
Exact.strict = true

type ExactNumber = InstanceType<typeof Exact>

const ONE = new Exact('1')

/**
 * An exact number: a decimal, or the quotient of two. It is made from text or from an integer, never from a binary
 * float, and it is never turned into one. A quotient stays a fraction, so that thirds add up to a whole; only
 * `roundedTo`, `toFixed` and `toString` round, half-even.
 */
export class Decimal {
  readonly #value: ExactNumber
  /** What the value is divided by: a positive whole number; absent for a decimal. */
  readonly #divisor: ExactNumber | undefined

  static readonly ZERO: Decimal = new Decimal(new Exact('0'))
  static readonly ONE: Decimal = new Decimal(new Exact('1'))

  private constructor(value: ExactNumber, divisor?: ExactNumber) {
    this.#value = value
    this.#divisor = divisor
  }

  /**
   * Reads the number that a decimal of the wire names: `12`, `-0.50`, at most 128 characters, no exponent.
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

  /** Reads the number that a text names, or gives `undefined` where it names none. */
  static tryParse(text: string): Decimal | undefined {
    return text.length <= MAX_DECIMAL_LENGTH && DECIMAL.test(text) ? new Decimal(new Exact(text)) : undefined
  }

  /** Takes a count. @throws PricingError `INVALID_DECIMAL` for anything but a safe integer */
  static fromInteger(integer: number): Decimal {
    if (!Number.isSafeInteger(integer)) {
      throw new PricingError('INVALID_DECIMAL', `${integer} is not a safe integer`, 'integer')
    }
    return new Decimal(new Exact(integer.toFixed(0)))
  }

  /** Adds up; zero for none. */
  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Decimal): Decimal {
    const [left, right] = [this.#divisor, other.#divisor]
    if (left === undefined && right === undefined) return new Decimal(this.#value.plus(other.#value))
    if (left !== undefined && right !== undefined && left.eq(right))
      return Decimal.#fraction(this.#value.plus(other.#value), left)
    const sum = times(this.#value, right).plus(times(other.#value, left))
    return Decimal.#fraction(sum, times(left ?? ONE, right))
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated())
  }

  times(other: Decimal): Decimal {
    const product = this.#value.times(other.#value)
    const divisor = this.#divisor === undefined ? other.#divisor : times(this.#divisor, other.#divisor)
    return divisor === undefined ? new Decimal(product) : Decimal.#fraction(product, divisor)
  }

  /** Divides exactly: what is no decimal stays a fraction until it is rounded. */
  dividedBy(divisor: Decimal): Decimal {
    if (divisor.isZero()) throw new PricingError('INVALID_DECIMAL', 'division by zero', 'divisor')
    const below = times(divisor.#value, this.#divisor)
    const above = times(this.#value, divisor.#divisor)
    return below.lt('0') ? Decimal.#fraction(above.neg(), below.neg()) : Decimal.#fraction(above, below)
  }

  /** The least whole number of parts of this size that hold it. */
  ceilDividedBy(size: Decimal): Decimal {
    if (!size.isPositive()) throw new PricingError('INVALID_DECIMAL', 'a part is larger than zero', 'size')
    const parts = this.dividedBy(size)
    const [above, below] = integersOf(parts.#value, parts.#divisor)
    const whole = above / below + (above > 0n && above % below !== 0n ? 1n : 0n)
    return new Decimal(new Exact(whole.toString()))
  }

  negated(): Decimal {
    return new Decimal(this.#value.neg(), this.#divisor)
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    if (this.#divisor === undefined && other.#divisor === undefined) return this.#value.cmp(other.#value)
    return times(this.#value, other.#divisor).cmp(times(other.#value, this.#divisor))
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

  /** Rounds half-even to so many decimals. */
  roundedTo(scale: number): Decimal {
    if (this.#divisor === undefined) return new Decimal(this.#value.round(scale, Big.roundHalfEven))
    const [above, below] = integersOf(this.#value, this.#divisor)
    const shifted = above * 10n ** BigInt(scale)
    const magnitude = shifted < 0n ? -shifted : shifted
    const [whole, rest] = [magnitude / below, magnitude % below]
    const isUp = 2n * rest > below || (2n * rest === below && whole % 2n === 1n)
    const rounded = new Exact((isUp ? whole + 1n : whole).toString()).times(new Exact(`1e-${scale}`))
    return new Decimal(shifted < 0n ? rounded.neg() : rounded)
  }

  /**
   * Writes it as the wire has it: no exponent, no trailing zeros after the point, no minus zero. A fraction to 20
   * decimals.
   */
  toString(): string {
    if (this.#divisor !== undefined) return this.roundedTo(QUOTIENT_SCALE).toString()
    return this.isZero() ? '0' : this.#value.toFixed()
  }

  /** Writes it with exactly so many decimals, rounded half-even: `18.50`. */
  toFixed(scale: number): string {
    const rounded = this.roundedTo(scale)
    return (rounded.isZero() ? Exact('0') : rounded.#value).toFixed(scale)
  }

  /** The quotient of two numbers, of which the second is positive, in lowest terms. */
  static #fraction(value: ExactNumber, divisor: ExactNumber): Decimal {
    const quotient = value.div(divisor)
    // Most quotients are decimals after all, and those are cheaper.
    if (quotient.times(divisor).eq(value)) return new Decimal(quotient)
    const [above, below] = integersOf(value, divisor)
    const shared = greatestDivisor(above < 0n ? -above : above, below)
    return new Decimal(new Exact((above / shared).toString()), new Exact((below / shared).toString()))
  }
}

const times = (value: ExactNumber, factor: ExactNumber | undefined): ExactNumber =>
  factor === undefined ? value : value.times(factor)

/** Two whole numbers with the same quotient. The divisor is positive. */
function integersOf(value: ExactNumber, divisor: ExactNumber = ONE): [bigint, bigint] {
  const scale = Math.max(decimalsOf(value), decimalsOf(divisor))
  const shift = new Exact(`1e${scale}`)
  return [BigInt(value.times(shift).toFixed(0)), BigInt(divisor.times(shift).toFixed(0))]
}

/** Tells how many decimals a number has: of its digits, those after the point. */
const decimalsOf = ({ c: digits, e: exponent }: ExactNumber): number => Math.max(0, digits.length - 1 - exponent)

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other]
  while (right > 0n) [left, right] = [right, left % right]
  return left
}
