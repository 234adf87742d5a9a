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

/**
 * An exact number: a decimal, or the quotient of two. It is made from text or from an integer, never from a binary
 * float, and it is never turned into one. A quotient stays a fraction, so that thirds add up to a whole; only
 * `roundedTo`, `toFixed` and `toString` round, half-even.
 */
export class Decimal {
  // The value is #digits / (10 ** #scale * #divisor). bigint is exact and several times as fast as digits in an array.
  readonly #digits: bigint
  /** Decimals after the point: not negative. */
  readonly #scale: number
  /** A further divisor of the value: positive; 1 for a decimal. A fraction has no scale. */
  readonly #divisor: bigint

  static readonly ZERO: Decimal = new Decimal(0n, 0, 1n)
  static readonly ONE: Decimal = new Decimal(1n, 0, 1n)

  private constructor(digits: bigint, scale: number, divisor: bigint) {
    this.#digits = digits
    this.#scale = scale
    this.#divisor = divisor
  }

  /**
   * Reads the number that a decimal of the wire names: `12`, `-0.50`, at most 128 characters, no exponent.
   *
   * @param field where the text stands, for the error
   * @throws PricingError `INVALID_DECIMAL`
   */
  static parse(text: string, field = 'decimal'): Decimal {
    const decimal = typeof text === 'string' ? Decimal.tryParse(text) : undefined
    if (decimal !== undefined) return decimal
    const shown = String(text).slice(0, MAX_DECIMAL_LENGTH)
    throw new PricingError('INVALID_DECIMAL', `${JSON.stringify(shown)} is not a decimal number such as 12.50`, field)
  }

  /** Reads the number that a text names, or gives `undefined` where it names none. */
  static tryParse(text: string): Decimal | undefined {
    if (text.length > MAX_DECIMAL_LENGTH || !DECIMAL.test(text)) return undefined
    const point = text.indexOf('.')
    if (point === -1) return new Decimal(BigInt(text), 0, 1n)
    const fraction = text.slice(point + 1)
    return new Decimal(BigInt(text.slice(0, point) + fraction), fraction.length, 1n)
  }

  /** Takes a count. @throws PricingError `INVALID_DECIMAL` for anything but a safe integer */
  static fromInteger(integer: number): Decimal {
    if (!Number.isSafeInteger(integer)) {
      throw new PricingError('INVALID_DECIMAL', `${integer} is not a safe integer`, 'integer')
    }
    return new Decimal(BigInt(integer), 0, 1n)
  }

  /** Adds up; zero for none. */
  static sum(values: Iterable<Decimal>): Decimal {
    let total = Decimal.ZERO
    for (const value of values) total = total.plus(value)
    return total
  }

  plus(other: Decimal): Decimal {
    if (other.#digits === 0n) return this
    if (this.#digits === 0n) return other
    if (this.#divisor === 1n && other.#divisor === 1n) {
      if (this.#scale === other.#scale) return new Decimal(this.#digits + other.#digits, this.#scale, 1n)
      const scale = Math.max(this.#scale, other.#scale)
      return new Decimal(this.#digitsAt(scale) + other.#digitsAt(scale), scale, 1n)
    }
    const [left, right] = [this.#below(), other.#below()]
    if (left === right) return Decimal.#quotient(this.#digits + other.#digits, left)
    return Decimal.#quotient(this.#digits * right + other.#digits * left, left * right)
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated())
  }

  times(other: Decimal): Decimal {
    const digits = this.#digits * other.#digits
    const scale = this.#scale + other.#scale
    const divisor = this.#divisor * other.#divisor
    if (divisor !== 1n) return Decimal.#quotient(digits, divisor * tenTo(scale))
    return scale > 2 * QUOTIENT_SCALE ? Decimal.#shortened(digits, scale) : new Decimal(digits, scale, 1n)
  }

  /** Divides exactly: what is no decimal stays a fraction until it is rounded. */
  dividedBy(divisor: Decimal): Decimal {
    if (divisor.isZero()) throw new PricingError('INVALID_DECIMAL', 'division by zero', 'divisor')
    const above = this.#digits * divisor.#below()
    const below = divisor.#digits * this.#below()
    return below < 0n ? Decimal.#quotient(-above, -below) : Decimal.#quotient(above, below)
  }

  /** The least whole number of parts of this size that hold it. */
  ceilDividedBy(size: Decimal): Decimal {
    if (!size.isPositive()) throw new PricingError('INVALID_DECIMAL', 'a part is larger than zero', 'size')
    return new Decimal(this.dividedBy(size).toUnits(0, 'UP'), 0, 1n)
  }

  negated(): Decimal {
    return new Decimal(-this.#digits, this.#scale, this.#divisor)
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    const isDecimal = this.#divisor === 1n && other.#divisor === 1n
    const scale = Math.max(this.#scale, other.#scale)
    const left = isDecimal ? this.#digitsAt(scale) : this.#digits * other.#below()
    const right = isDecimal ? other.#digitsAt(scale) : other.#digits * this.#below()
    return left < right ? -1 : left > right ? 1 : 0
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0
  }

  isZero(): boolean {
    return this.#digits === 0n
  }

  isNegative(): boolean {
    return this.#digits < 0n
  }

  isPositive(): boolean {
    return this.#digits > 0n
  }

  min(other: Decimal): Decimal {
    return this.compare(other) <= 0 ? this : other
  }

  max(other: Decimal): Decimal {
    return this.compare(other) >= 0 ? this : other
  }

  /** Rounds half-even to so many decimals. */
  roundedTo(scale: number): Decimal {
    if (this.#divisor === 1n && this.#scale <= scale) return this
    return new Decimal(this.toUnits(scale, 'HALF_EVEN'), scale, 1n)
  }

  /** Counts it in whole units of a power of ten: at scale 2 in hundredths. Rounds half-even, or up. */
  toUnits(scale: number, rounding: 'HALF_EVEN' | 'UP'): bigint {
    const shift = scale - this.#scale
    const above = shift > 0 ? this.#digits * tenTo(shift) : this.#digits
    const below = shift < 0 ? this.#divisor * tenTo(-shift) : this.#divisor
    if (below === 1n) return above
    const [whole, rest] = [above / below, above % below]
    if (rest === 0n) return whole
    if (rounding === 'UP') return rest > 0n ? whole + 1n : whole
    const double = rest < 0n ? -2n * rest : 2n * rest
    const isAway = double > below || (double === below && whole % 2n !== 0n)
    if (!isAway) return whole
    return rest < 0n ? whole - 1n : whole + 1n
  }

  /**
   * Writes it as the wire has it: no exponent, no trailing zeros after the point, no minus zero. A fraction to 20
   * decimals.
   */
  toString(): string {
    if (this.#divisor !== 1n) return this.roundedTo(QUOTIENT_SCALE).toString()
    const { digits, scale } = withoutTrailingZeros(this.#digits, this.#scale)
    return written(digits, scale)
  }

  /** Writes it with exactly so many decimals, rounded half-even: `18.50`. */
  toFixed(scale: number): string {
    return written(this.toUnits(scale, 'HALF_EVEN'), scale)
  }

  /** The value times so many tens. */
  #digitsAt(scale: number): bigint {
    return scale === this.#scale ? this.#digits : this.#digits * tenTo(scale - this.#scale)
  }

  /** Returns the divisor of the digits. */
  #below(): bigint {
    return this.#scale === 0 ? this.#divisor : this.#divisor * tenTo(this.#scale)
  }

  /** The quotient of two whole numbers, of which the second is positive: a decimal, or a fraction in lowest terms. */
  static #quotient(above: bigint, below: bigint): Decimal {
    // Most quotients are short decimals after all, and those are cheaper.
    for (const scale of QUOTIENT_SCALES) {
      const shifted = above * tenTo(scale)
      if (shifted % below === 0n) return Decimal.#shortened(shifted / below, scale)
    }
    const shared = greatestDivisor(above < 0n ? -above : above, below)
    return new Decimal(above / shared, 0, below / shared)
  }

  static #shortened(digits: bigint, scale: number): Decimal {
    const short = withoutTrailingZeros(digits, scale)
    return new Decimal(short.digits, short.scale, 1n)
  }
}

const QUOTIENT_SCALES: readonly number[] = [0, 6, QUOTIENT_SCALE]

/** Powers of ten that are asked for again and again. */
const TENS: readonly bigint[] = Array.from({ length: 2 * MAX_DECIMAL_LENGTH }, (_, exponent) => 10n ** BigInt(exponent))

function tenTo(exponent: number): bigint {
  return TENS[exponent] ?? 10n ** BigInt(exponent)
}

function withoutTrailingZeros(digits: bigint, scale: number): { readonly digits: bigint; readonly scale: number } {
  if (digits === 0n) return { digits, scale: 0 }
  let [short, left] = [digits, scale]
  for (const step of [8, 1]) {
    const ten = tenTo(step)
    while (left >= step && short % ten === 0n) {
      short /= ten
      left -= step
    }
  }
  return { digits: short, scale: left }
}

function written(digits: bigint, scale: number): string {
  if (scale === 0) return digits.toString()
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other]
  while (right > 0n) [left, right] = [right, left % right]
  return left
}
