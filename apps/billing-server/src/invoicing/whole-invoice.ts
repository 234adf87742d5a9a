import type { Schema } from '@tallygate/client'
import { CorruptRowError } from '../resources/corrupt-row-error.ts'
import type { Having } from '../resources/stored.ts'

/** Members that every invoice has, whatever its state. */
const ALWAYS = [
  'id',
  'status',
  'customer_id',
  'billing_entity_id',
  'billing_currency',
  'created_at',
  'updated_at',
] as const
/** Those of a FINAL one: it has a number. */
const ONCE_FINAL = [...ALWAYS, 'invoice_number'] as const

/** The members of an invoice that a caller may have set while it is not FINAL. */
export type StatedMembers = Partial<Omit<Schema<'Invoice'>, (typeof ONCE_FINAL)[number]>>

/** An invoice as this server shows it: the contract promises none of its members. */
export type WholeInvoice = Having<Schema<'Invoice'>, (typeof ALWAYS)[number]>

/** The document of a FINAL invoice, as it was written down. */
export type FinalDocument = Having<Schema<'Invoice'>, (typeof ONCE_FINAL)[number]>

/** Reads the document of a FINAL invoice. Throws a `CorruptRowError` where it lacks what every document has. */
export function readDocument({ id, body }: { readonly id: string; readonly body: object }): FinalDocument {
  const lacking = ONCE_FINAL.find((member) => (body as Schema<'Invoice'>)[member] == null)
  if (lacking !== undefined) throw new CorruptRowError({ table: 'invoices', id, member: lacking })
  return body as FinalDocument
}
