import { BillingApiError, type BillingClient, type Schema, unwrap } from '@tallygate/client'
import { isAlreadyThere } from '../api/api-error.ts'
import type { MeterDraft, PropertyDraft, ValueDraft } from './meter-draft.ts'
import { allCalculations } from './meter-queries.ts'

/** An error of one field of the page, in the words of the API. */
export class DraftFieldError extends Error {
  /** The field's place in the draft, such as `values.0.reference`. */
  readonly path: string
  constructor(path: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'DraftFieldError'
    this.path = path
  }
}

/** Members of requests whose field on the page has another name. */
const FIELDS: Readonly<Record<string, string>> = {
  enum_values: 'enumValues',
  calculation_type: 'type',
  meter_value_id: 'of',
  meter_property_id: 'of',
}

/**
 * Creates a meter with its values, properties and calculations, all ACTIVE, in the order that the API needs: values and
 * properties, the meter that links them, the calculations over both. A value or property that is there with the same
 * type is linked, as the guide reuses `token_count`. What is there already as drafted is kept, so that repeating after
 * a failure goes on where that came.
 */
export async function createMeter(api: BillingClient, draft: MeterDraft): Promise<Schema<'Meter'>> {
  const values = new Map<string, string>()
  for (const [index, value] of draft.values.entries()) {
    values.set(value.reference.trim(), await atField(`values.${index}.`, () => ensureValue(api, value)))
  }
  const properties = new Map<string, string>()
  for (const [index, property] of draft.properties.entries()) {
    properties.set(
      property.reference.trim(),
      await atField(`properties.${index}.`, () => ensureProperty(api, property)),
    )
  }
  const meter = await atField('', () =>
    ensureMeter(api, {
      reference: draft.reference.trim(),
      name: draft.name.trim(),
      status: 'ACTIVE',
      meter_values: [...values.values()].map((id) => ({ id, required: true })),
      meter_properties: draft.properties.map(({ reference, required }) => ({
        id: properties.get(reference.trim()) ?? null,
        required,
      })),
    }),
  )
  for (const [index, { reference, name, type, of }] of draft.calculations.entries()) {
    const valueId = values.get(of)
    const over = valueId === undefined ? { meter_property_id: properties.get(of) ?? null } : { meter_value_id: valueId }
    await atField(`calculations.${index}.`, () =>
      ensureCalculation(api, {
        reference: reference.trim(),
        name: name.trim(),
        calculation_type: type,
        meter_id: idOf(meter),
        ...over,
      }),
    )
  }
  return meter
}

async function ensureValue(api: BillingClient, { reference: typed, name, type }: ValueDraft): Promise<string> {
  const reference = typed.trim()
  const value = await createOrRead(
    () => unwrap(api.POST('/v1/meter-values', { body: { reference, name: name.trim(), type, status: 'ACTIVE' } })),
    () => unwrap(api.GET('/v1/meter-values/{idOrRef}', { params: { path: { idOrRef: reference } } })),
  )
  requireSame('type', `The meter value ${reference}`, value.type, type)
  requireSame('reference', `The meter value ${reference}`, value.status, 'ACTIVE')
  return idOf(value)
}

async function ensureProperty(api: BillingClient, property: PropertyDraft): Promise<string> {
  const { name, type, enumValues } = property
  const reference = property.reference.trim()
  const enums = type === 'ENUM' ? { enum_values: [...enumValues] } : {}
  const found = await createOrRead(
    () =>
      unwrap(
        api.POST('/v1/meter-properties', { body: { reference, name: name.trim(), type, status: 'ACTIVE', ...enums } }),
      ),
    () => unwrap(api.GET('/v1/meter-properties/{idOrRef}', { params: { path: { idOrRef: reference } } })),
  )
  requireSame('type', `The meter property ${reference}`, found.type, type)
  requireSame('reference', `The meter property ${reference}`, found.status, 'ACTIVE')
  const lacking = type === 'ENUM' ? enumValues.find((value) => !found.enum_values?.includes(value)) : undefined
  if (lacking !== undefined) {
    throw new DraftFieldError('enumValues', `The meter property ${reference} exists without the value ${lacking}.`)
  }
  return idOf(found)
}

async function ensureMeter(api: BillingClient, body: Schema<'MeterCreateRequest'>): Promise<Schema<'Meter'>> {
  const idOrRef = body.reference
  const meter = await createOrRead(
    () => unwrap(api.POST('/v1/meters', { body })),
    () => unwrap(api.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef } } })),
  )
  const asWanted =
    meter.name === body.name &&
    meter.status === body.status &&
    sameLinks(meter.meter_values, body.meter_values) &&
    sameLinks(meter.meter_properties, body.meter_properties)
  if (!asWanted) throw new DraftFieldError('reference', `A meter ${idOrRef} exists already, and it is another one.`)
  return meter
}

async function ensureCalculation(
  api: BillingClient,
  body: Schema<'MeterValueCalculationCreateRequest'>,
): Promise<void> {
  try {
    await unwrap(api.POST('/v1/meter-value-calculations', { body }))
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    for await (const found of allCalculations(api)) {
      if (found.reference === body.reference && isSameCalculation(found, body)) return
    }
    throw error
  }
}

const isSameCalculation = (
  found: Schema<'MeterValueCalculation'>,
  body: Schema<'MeterValueCalculationCreateRequest'>,
): boolean =>
  found.meter_id === body.meter_id &&
  found.calculation_type === body.calculation_type &&
  (found.meter_value_id ?? undefined) === (body.meter_value_id ?? undefined) &&
  (found.meter_property_id ?? undefined) === (body.meter_property_id ?? undefined)

/** Creates a resource; where its reference is taken already, reads what has it. */
async function createOrRead<Resource>(
  create: () => Promise<Resource>,
  read: () => Promise<Resource>,
): Promise<Resource> {
  try {
    return await create()
  } catch (error) {
    if (!isAlreadyThere(error)) throw error
    return read()
  }
}

type Links = readonly { readonly id?: string | null; readonly required?: boolean | null }[] | null | undefined

const sameLinks = (one: Links, other: Links): boolean => {
  const text = (links: Links): string =>
    (links ?? [])
      .map(({ id, required }) => `${id}:${required ?? true}`)
      .sort()
      .join()
  return text(one) === text(other)
}

function requireSame(field: string, subject: string, found: string | null | undefined, wanted: string): void {
  if (found !== wanted) throw new DraftFieldError(field, `${subject} exists already and is ${found}, not ${wanted}.`)
}

/** Runs a step of the creation, and says of its errors at which field of the page they belong. */
async function atField<Result>(prefix: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof DraftFieldError) throw new DraftFieldError(prefix + error.path, error.message, error)
    if (!BillingApiError.isInstance(error) || error.status >= 500 || error.status === 401) throw error
    const field = error.field?.split(/[.[]/)[0] || (isAlreadyThere(error) ? 'reference' : undefined)
    if (field === undefined) throw error
    throw new DraftFieldError(prefix + (FIELDS[field] ?? field), error.message, error)
  }
}

function idOf({ id }: { readonly id?: string | null }): string {
  if (id == null) throw new Error('The server must answer with the id of what it has.')
  return id
}
