import { type Schema, unwrap } from '@tallygate/client'
import { definitionOf } from './definition-of.ts'
import { findEach } from './find-each.ts'
import type { ResourceKind } from './resource-kind.ts'

/** The customers that plans are for: looked up, never made. */
export const customers: ResourceKind<'customer', object> = {
  kind: 'customer',
  fixed: [],
  references: (catalog) =>
    Object.values(catalog.plans).flatMap(({ customer }) => (customer === undefined ? [] : [customer])),
  find: (client, references) =>
    findEach([...new Set(references)], (idOrRef) =>
      client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef } } }),
    ),
  body: () => ({}),
}

export const plans: ResourceKind<'plan', Schema<'PricingPlanCreateRequest'>> = {
  kind: 'plan',
  fixed: ['reference', 'type', 'customer_id'],
  references: (catalog) => Object.keys(catalog.plans),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/pricing-plans/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference, state) => {
    const { name, description, customer } = definitionOf(catalog.plans, reference)
    return {
      reference,
      name,
      ...(description !== undefined && { description }),
      type: customer === undefined ? 'STANDARD' : 'CUSTOM',
      ...(customer !== undefined && { customer_id: state.idOf('customer', customer) }),
    }
  },
  comparable: (member, whole) => (member === 'type' ? (whole[member] ?? 'STANDARD') : whole[member]),
  create: (client, body) => unwrap(client.POST('/v1/pricing-plans', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/pricing-plans/{idOrRef}', { params: { path: { idOrRef } }, body })),
}
