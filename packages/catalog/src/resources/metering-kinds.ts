import { type Schema, unwrap } from '@tallygate/client'
import type { CatalogState } from '../catalog-state.ts'
import { definitionOf } from './definition-of.ts'
import { findEach } from './find-each.ts'
import { findListed, PAGE_LIMIT } from './find-listed.ts'
import type { ResourceKind } from './resource-kind.ts'

/** A meter as it comes into being: a name alone. Its values and properties follow when they exist. */
export const meterCreation: ResourceKind<'meter', Schema<'MeterCreateRequest'>> = {
  kind: 'meter',
  fixed: ['reference'],
  references: (catalog) => Object.keys(catalog.meters),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference) => {
    const { name, description } = definitionOf(catalog.meters, reference)
    return { reference, name, ...(description !== undefined && { description }) }
  },
  create: (client, body) => unwrap(client.POST('/v1/meters', { body })),
}

/**
 * The values and properties that events of a meter carry. Values and properties that the catalog does not name stay on
 * the meter.
 */
export const meterContents: ResourceKind<'meter', Schema<'MeterUpdateRequest'>> = {
  kind: 'meter',
  fixed: [],
  references: (catalog) => Object.keys(catalog.meters),
  body: (catalog, reference, state) => {
    const meter = definitionOf(catalog.meters, reference)
    const existing = state.get('meter', reference)
    return {
      name: meter.name,
      ...(meter.description !== undefined && { description: meter.description }),
      status: 'ACTIVE',
      meter_values: carried(meter.values, [], existing?.meter_values, state),
      meter_properties: carried(meter.properties, meter.optionalProperties ?? [], existing?.meter_properties, state),
    }
  },
  comparable: (member, whole, state) => {
    if (member !== 'meter_values' && member !== 'meter_properties') return whole[member]
    const entries = (whole[member] ?? []) as readonly Carried[]
    return Object.fromEntries(
      entries.map((entry) => [carriedReference(entry, state), entry.required ? 'required' : 'optional']),
    )
  },
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/meters/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

/** An entry of a meter's values or properties; the API identifies it by id, reference, or the object itself. */
interface Carried {
  readonly id?: string | null
  readonly reference?: string | null
  readonly object?: { readonly reference?: string | null } | null
  readonly required?: boolean | null
}

function carried(
  required: readonly string[],
  optional: readonly string[],
  existing: readonly Carried[] | null | undefined,
  state: CatalogState,
): { reference: string; required: boolean }[] {
  const named = new Set([...required, ...optional])
  const others = (existing ?? []).filter((entry) => !named.has(carriedReference(entry, state)))
  return [
    ...required.map((reference) => ({ reference, required: true })),
    ...optional.map((reference) => ({ reference, required: false })),
    ...others.map((entry) => ({ reference: carriedReference(entry, state), required: entry.required ?? false })),
  ]
}

function carriedReference({ id, reference, object }: Carried, state: CatalogState): string {
  return reference ?? object?.reference ?? state.referenceOf(id ?? '')
}

export const meterValues: ResourceKind<'meter value', Schema<'MeterValueCreateRequest'>> = {
  kind: 'meter value',
  fixed: ['reference', 'type'],
  references: (catalog) => Object.keys(catalog.meterValues),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/meter-values/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference) => {
    const { name, description, type } = definitionOf(catalog.meterValues, reference)
    return { reference, name, ...(description !== undefined && { description }), type, status: 'ACTIVE' }
  },
  create: (client, body) => unwrap(client.POST('/v1/meter-values', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/meter-values/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

export const meterProperties: ResourceKind<'meter property', Schema<'MeterPropertyCreateRequest'>> = {
  kind: 'meter property',
  fixed: ['reference', 'type'],
  references: (catalog) => Object.keys(catalog.meterProperties),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/meter-properties/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference, state) => {
    const { name, description, type, values } = definitionOf(catalog.meterProperties, reference)
    return {
      reference,
      name,
      ...(description !== undefined && { description }),
      type,
      status: 'ACTIVE',
      ...(values && { enum_values: union(state.get('meter property', reference)?.enum_values, values) }),
    }
  },
  create: (client, body) => unwrap(client.POST('/v1/meter-properties', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/meter-properties/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

export const calculations: ResourceKind<'calculation', Schema<'MeterValueCalculationCreateRequest'>> = {
  kind: 'calculation',
  fixed: ['reference', 'calculation_type', 'meter_id', 'meter_value_id', 'meter_property_id', 'persist'],
  references: (catalog) => Object.keys(catalog.calculations),
  find: (client, references) =>
    findListed(references, (page) =>
      client.GET('/v1/meter-value-calculations', { params: { query: { page, limit: PAGE_LIMIT } } }),
    ),
  body: (catalog, reference, state) => {
    const { name, description, type, meter, value, property, persist } = definitionOf(catalog.calculations, reference)
    return {
      reference,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      calculation_type: type,
      ...(persist !== undefined && { persist }),
      meter_id: state.idOf('meter', meter),
      ...(value !== undefined && { meter_value_id: state.idOf('meter value', value) }),
      ...(property !== undefined && { meter_property_id: state.idOf('meter property', property) }),
    }
  },
  comparable: (member, whole) => (member === 'persist' ? (whole[member] ?? false) : whole[member]),
  create: (client, body) => unwrap(client.POST('/v1/meter-value-calculations', { body })),
  update: (client, id, { name, description }) =>
    unwrap(
      client.PATCH('/v1/meter-value-calculations/{id}', {
        params: { path: { id } },
        body: { ...(name !== undefined && { name }), ...(description !== undefined && { description }) },
      }),
    ),
}

/** The values of an ENUM: those that exist, in their order, then those that are new. None is taken away. */
export function union(existing: readonly string[] | null | undefined, wanted: readonly string[]): string[] {
  return [...new Set([...(existing ?? []), ...wanted])]
}
