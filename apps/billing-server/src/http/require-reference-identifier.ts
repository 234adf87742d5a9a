import { invalidField } from './api-fault.ts'

/** Upserts find by reference; other identifiers are named, not guessed. */
export function requireReferenceIdentifier(identifierField: string | undefined): void {
  if (identifierField !== undefined && identifierField !== 'reference') {
    throw invalidField('identifier_field', 'only reference identifies a resource on this server')
  }
}
