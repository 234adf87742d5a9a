export type GeneratorErrorCode =
  | 'invalid_option'
  | 'unreadable_input'
  | 'input_too_large'
  | 'invalid_input'
  | 'unwritable_output'

const marker = Symbol.for('@tallygate/openapi/GeneratorError')

/** A fault that the caller of the generator can mend: an option, an input, a place to write to. */
export class GeneratorError extends Error {
  override readonly name = 'GeneratorError'
  readonly code: GeneratorErrorCode
  readonly [marker] = true

  constructor(code: GeneratorErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  static isInstance(value: unknown): value is GeneratorError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
