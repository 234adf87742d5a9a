const marker = Symbol.for('tallygate.error.CorruptRowError')

/** A row of the database lacks what every row of its kind has: something else wrote it, or it was edited. */
export class CorruptRowError extends Error {
  override readonly name = 'CorruptRowError'
  readonly code = 'CORRUPT_ROW'
  readonly [marker] = true
  readonly table: string
  readonly id: string
  /** Dotted path of the member in the body. */
  readonly member: string

  constructor({ table, id, member }: { readonly table: string; readonly id: string; readonly member: string }) {
    super(`${member} of the row ${id} of ${table} must be set; it is missing. Restore the row from a backup.`)
    this.table = table
    this.id = id
    this.member = member
  }

  static isInstance(error: unknown): error is CorruptRowError {
    return typeof error === 'object' && error !== null && marker in error
  }
}
