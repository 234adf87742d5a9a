import { z } from 'zod'

/** Longest reference, name or description that the API takes. */
const MAX_TEXT = 256

/** Most definitions of a section: far above any price list, far below what an answer of the API can hold. */
export const MAX_DEFINITIONS = 1000

/** Most conditions, rules, tiers, values or models in one list. */
const MAX_LIST = 500

/** Most deposits of one rule. */
const MAX_GRANTS = 20

const text = z.string().min(1).max(MAX_TEXT)
const reference = z.string().max(MAX_TEXT).regex(/^\S+$/, 'a reference has no spaces and at least one character')
const decimal = z
  .string()
  .max(40)
  .regex(/^\d+(\.\d+)?$/, 'use decimal text such as "0.015"')
const quantity = z.union([z.int().min(0), decimal])
const positive = quantity.refine((value) => Number(value) > 0, 'must be above 0')
const currency = z.string().regex(/^[A-Z]{3}$/, 'use a code of ISO 4217 such as "USD"')
const described = { name: text, description: text.optional() }
const values = z.array(text).min(1).max(MAX_LIST).optional()

const byReference = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .record(reference, schema)
    .refine(
      (section) => Object.keys(section).length <= MAX_DEFINITIONS,
      `holds more than ${MAX_DEFINITIONS} definitions`,
    )

const period = z.strictObject({
  type: z.enum(['DAY', 'WEEK', 'MONTH', 'YEAR']),
  value: z.int().min(1).max(1000),
})

const condition = z.union([
  z.string().max(MAX_TEXT),
  z.array(z.string().max(MAX_TEXT)).min(1).max(MAX_LIST),
  z.strictObject({
    comparator: z.enum([
      'EQUALS',
      'NOT_EQUALS',
      'IN',
      'NOT_IN',
      'GREATER_THAN',
      'GREATER_THAN_OR_EQUALS',
      'LESS_THAN',
      'LESS_THAN_OR_EQUALS',
      'EMPTY',
      'NOT_EMPTY',
      'CONTAINS',
      'NOT_CONTAINS',
    ]),
    value: z.string().max(MAX_TEXT).optional(),
    values: z.array(z.string().max(MAX_TEXT)).min(1).max(MAX_LIST).optional(),
  }),
])

const ruleBase = {
  when: z.record(reference, condition).optional(),
  pricingPeriod: period.optional(),
  billingPeriod: period.optional(),
  inAdvance: z.boolean().optional(),
  included: quantity.optional(),
  seats: quantity.optional(),
  credits: reference.optional(),
  onDemand: z.boolean().optional(),
  grants: z
    .array(
      z
        .strictObject({
          wallet: reference,
          credits: positive.optional(),
          creditsPerUnit: positive.optional(),
          expiresAfter: period.optional(),
        })
        .refine(
          ({ credits, creditsPerUnit }) => (credits === undefined) !== (creditsPerUnit === undefined),
          'needs one of credits and creditsPerUnit',
        ),
    )
    .min(1)
    .max(MAX_GRANTS)
    .optional(),
}

const tier = z
  .strictObject({
    upTo: positive.optional(),
    price: decimal.optional(),
    per: positive.optional(),
    fixed: decimal.optional(),
  })
  .refine(({ price, fixed }) => price !== undefined || fixed !== undefined, 'a tier needs a price or a fixed amount')

const tiered = <Type extends string>(type: Type) =>
  z.strictObject({ ...ruleBase, type: z.literal(type), tiers: z.array(tier).min(1).max(MAX_LIST) })

const priceRule = z.discriminatedUnion('type', [
  z.strictObject({
    ...ruleBase,
    type: z.literal('FLAT'),
    price: decimal,
    per: positive.optional(),
    minimum: decimal.optional(),
    maximum: decimal.optional(),
  }),
  tiered('TIERED'),
  tiered('TOP_TIERED'),
  tiered('STAIR_STEP'),
  z.strictObject({ ...ruleBase, type: z.literal('FIXED'), price: decimal }),
  z.strictObject({ ...ruleBase, type: z.literal('PASS_THROUGH'), percentage: decimal.optional() }),
  z.strictObject({
    ...ruleBase,
    type: z.literal('FLEXIBLE'),
    minimum: decimal.optional(),
    maximum: decimal.optional(),
  }),
  z.strictObject({ ...ruleBase, type: z.literal('NONE') }),
])

const pricesByProperty = z.strictObject({
  by: reference,
  per: positive.optional(),
  prices: z.record(text, decimal),
  default: decimal,
  credits: reference.optional(),
})

/** Reports the problems of the form that a rate has, of the three that there are. */
const rates = z.unknown().superRefine((given, context) => {
  const form = Array.isArray(given)
    ? z.array(priceRule).min(1).max(MAX_LIST)
    : typeof given === 'object' && given !== null && 'by' in given
      ? pricesByProperty
      : priceRule
  const result = form.safeParse(given)
  for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue, code: 'custom', path: issue.path })
})

const entitlement = z.union([
  z.boolean(),
  quantity,
  z.string().max(MAX_TEXT),
  z.array(z.string().max(MAX_TEXT)).max(MAX_LIST),
  z.strictObject({ quantity: decimal, currency }),
])

const pricing = z.strictObject({
  name: text.optional(),
  rates: z.record(reference, rates.optional()),
  entitlements: z.record(reference, entitlement.optional()).optional(),
})

const plan = z.strictObject({
  ...described,
  currency,
  billingPeriods: z.array(period).min(1).max(20).optional(),
  customer: reference.optional(),
  pricings: z.record(reference, pricing.optional()),
})

const featureTypes = z.enum(['SWITCH', 'NUMBER', 'ENUM', 'AMOUNT', 'STRING'])
const calculationTypes = z.enum(['SUM', 'MAX', 'MIN', 'AVERAGE', 'UNIQUE'])

const unit = z.strictObject({ singular: text, plural: text.optional() }).optional()

const productItem = z.strictObject({
  ...described,
  model: z.enum(['USAGE_BASED', 'RECURRING', 'ONE_OFF', 'PER_SEAT', 'CREDITS']).optional(),
  calculation: reference.optional(),
  credits: reference.optional(),
  unit,
})

/** The shape of a catalog: every member known, every text within the API's limits. */
export const catalogSchema = z.strictObject({
  meterValues: byReference(z.strictObject({ ...described, type: z.enum(['NUMBER', 'AMOUNT']) })).optional(),
  meterProperties: byReference(
    z.strictObject({ ...described, type: z.enum(['STRING', 'NUMBER', 'ENUM']), values }),
  ).optional(),
  meters: byReference(
    z.strictObject({
      ...described,
      values: z.array(reference).max(MAX_LIST),
      properties: z.array(reference).max(MAX_LIST),
      optionalProperties: z.array(reference).max(MAX_LIST).optional(),
    }),
  ).optional(),
  calculations: byReference(
    z.strictObject({
      name: text.optional(),
      description: text.optional(),
      type: calculationTypes,
      meter: reference,
      value: reference.optional(),
      property: reference.optional(),
      persist: z.boolean().optional(),
    }),
  ).optional(),
  features: byReference(
    z.strictObject({
      name: text.optional(),
      description: text.optional(),
      type: featureTypes,
      values,
      calculation: reference.optional(),
    }),
  ).optional(),
  creditTypes: byReference(z.strictObject({ ...described, unit })).optional(),
  walletTypes: byReference(z.strictObject({ name: text, credits: reference })).optional(),
  productCategories: byReference(z.strictObject(described)).optional(),
  products: byReference(
    z.strictObject({
      ...described,
      category: reference,
      type: z.enum(['DEFAULT', 'ADDON']).optional(),
      features: z.array(reference).max(MAX_LIST).optional(),
      items: byReference(productItem),
    }),
  ).optional(),
  plans: byReference(plan).optional(),
})
