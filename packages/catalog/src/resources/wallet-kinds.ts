import { type Schema, unwrap } from '@tallygate/client'
import { definitionOf } from './definition-of.ts'
import { findEach } from './find-each.ts'
import type { ResourceKind } from './resource-kind.ts'

/** Units that are bought in advance. They start as a DRAFT and are activated. */
export const creditTypes: ResourceKind<'credit type', Schema<'CreditTypeCreateRequest'>> = {
  kind: 'credit type',
  fixed: ['reference'],
  references: (catalog) => Object.keys(catalog.creditTypes),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/credit-types/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference) => {
    const { name, description, unit } = definitionOf(catalog.creditTypes, reference)
    return { reference, name, ...(description !== undefined && { description }), ...(unit && { unit_name: unit }) }
  },
  create: (client, body) => unwrap(client.POST('/v1/credit-types', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/credit-types/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

/** The types of wallets. They start as a DRAFT and are activated. */
export const walletTypes: ResourceKind<'wallet type', Schema<'WalletTypeCreateRequest'>> = {
  kind: 'wallet type',
  fixed: ['reference', 'type', 'credit'],
  references: (catalog) => Object.keys(catalog.walletTypes),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/wallet-types/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference, state) => {
    const { name, credits } = definitionOf(catalog.walletTypes, reference)
    return {
      reference,
      name,
      type: 'CREDIT',
      credit: { grant_type: 'CREDITS', credits_grant: { credit_type_id: state.idOf('credit type', credits) } },
    }
  },
  create: (client, body) => unwrap(client.POST('/v1/wallet-types', { body })),
  update: (client, idOrRef, { name }) =>
    unwrap(
      client.PATCH('/v1/wallet-types/{idOrRef}', {
        params: { path: { idOrRef } },
        body: { ...(name !== undefined && { name }) },
      }),
    ),
}
