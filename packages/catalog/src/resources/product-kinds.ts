import { type Schema, unwrap } from '@tallygate/client'
import type { Catalog } from '../catalog.ts'
import type { ProductItemDefinition } from '../catalog-definition.ts'
import { definitionOf } from './definition-of.ts'
import { findEach } from './find-each.ts'
import { findListed, PAGE_LIMIT } from './find-listed.ts'
import { union } from './metering-kinds.ts'
import type { ResourceKind } from './resource-kind.ts'

export const features: ResourceKind<'feature', Schema<'FeatureCreateRequest'>> = {
  kind: 'feature',
  fixed: ['reference', 'type'],
  references: (catalog) => Object.keys(catalog.features),
  find: (client, references) =>
    findListed(references, (page) => client.GET('/v1/features', { params: { query: { page, limit: PAGE_LIMIT } } })),
  body: (catalog, reference, state) => {
    const { name, description, type, values, calculation } = definitionOf(catalog.features, reference)
    return {
      reference,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      type,
      ...(values && { enum_values: union(state.get('feature', reference)?.enum_values, values) }),
      ...(calculation !== undefined && { meter_value_calculation_id: state.idOf('calculation', calculation) }),
    }
  },
  create: (client, body) => unwrap(client.POST('/v1/features', { body })),
  update: (client, id, body) => unwrap(client.PATCH('/v1/features/{id}', { params: { path: { id } }, body })),
}

export const productCategories: ResourceKind<'product category', Schema<'ProductCategoryCreateRequest'>> = {
  kind: 'product category',
  fixed: ['reference'],
  references: (catalog) => Object.keys(catalog.productCategories),
  find: (client, references) =>
    findEach(references, (idOrRef) =>
      client.GET('/v1/product-categories/{idOrRef}', { params: { path: { idOrRef } } }),
    ),
  body: (catalog, reference) => {
    const { name, description } = definitionOf(catalog.productCategories, reference)
    return { reference, name, ...(description !== undefined && { description }) }
  },
  create: (client, body) => unwrap(client.POST('/v1/product-categories', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/product-categories/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

export const products: ResourceKind<'product', Schema<'ProductCreateRequest'>> = {
  kind: 'product',
  fixed: ['reference', 'product_type'],
  references: (catalog) => Object.keys(catalog.products),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/products/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference, state) => {
    const { name, description, category, type, features: granted } = definitionOf(catalog.products, reference)
    return {
      category_id: state.idOf('product category', category),
      reference,
      name,
      ...(description !== undefined && { description }),
      ...(type !== undefined && { product_type: type }),
      ...(granted && {
        features: granted.map((feature) => ({ id: state.idOf('feature', feature), reference: feature })),
      }),
    }
  },
  comparable: (member, whole, state) => {
    if (member === 'product_type') return whole[member] ?? 'DEFAULT'
    if (member !== 'features') return whole[member]
    const granted = (whole[member] ?? []) as readonly Partial<Schema<'FeatureResourceReference'>>[]
    return granted.map(({ id, reference }) => reference ?? state.referenceOf(id ?? '')).sort()
  },
  create: (client, body) => unwrap(client.POST('/v1/products', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/products/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

export const productItems: ResourceKind<'product item', Schema<'ProductItemCreateRequest'>> = {
  kind: 'product item',
  fixed: ['reference', 'product_id', 'model_type', 'usage_based', 'credits'],
  references: (catalog) => Object.values(catalog.products).flatMap(({ items }) => Object.keys(items)),
  find: (client, references) =>
    findEach(references, (idOrRef) => client.GET('/v1/product-items/{idOrRef}', { params: { path: { idOrRef } } })),
  body: (catalog, reference, state) => {
    const { product, item } = itemOf(catalog, reference)
    return {
      product_id: state.idOf('product', product),
      reference,
      name: item.name,
      ...(item.description !== undefined && { description: item.description }),
      model_type: item.model ?? 'USAGE_BASED',
      ...(item.calculation !== undefined && {
        usage_based: { meter_value_calculation_id: state.idOf('calculation', item.calculation) },
      }),
      ...(item.credits !== undefined && { credits: { credit_type_id: state.idOf('credit type', item.credits) } }),
      ...(item.unit && { unit_name: item.unit }),
    }
  },
  // Only the calculation is the catalog's; the API adds the expanded object and empty conditions. An answer may have
  // the calculation at its deprecated place beside `usage_based`, or there alone.
  comparable: (member, whole) => {
    if (member === 'credits') {
      const credits = whole[member] as Schema<'ProductItemCredits'> | null | undefined
      return credits?.credit_type_id
    }
    if (member !== 'usage_based') return whole[member]
    const usage = whole[member] as Schema<'ProductItemUsageBased'> | null | undefined
    return usage?.meter_value_calculation_id ?? whole['meter_value_calculation_id']
  },
  create: (client, body) => unwrap(client.POST('/v1/product-items', { body })),
  update: (client, idOrRef, body) =>
    unwrap(client.PATCH('/v1/product-items/{idOrRef}', { params: { path: { idOrRef } }, body })),
}

/** A product item and the reference of the product that it belongs to. */
function itemOf(catalog: Catalog, reference: string): { product: string; item: ProductItemDefinition } {
  for (const [product, { items }] of Object.entries(catalog.products)) {
    const item = items[reference]
    if (item) return { product, item }
  }
  throw new Error(`The catalog does not define the product item ${reference}`)
}
