/** A meter as it is typed: what the guide's first step creates in four kinds of requests, on one page. */
export interface MeterDraft {
  readonly reference: string
  readonly name: string
  readonly values: readonly ValueDraft[]
  readonly properties: readonly PropertyDraft[]
  readonly calculations: readonly CalculationDraft[]
}

export interface ValueDraft {
  readonly key: string
  readonly reference: string
  readonly name: string
  readonly type: 'NUMBER' | 'AMOUNT'
}

export interface PropertyDraft {
  readonly key: string
  readonly reference: string
  readonly name: string
  readonly type: 'STRING' | 'NUMBER' | 'ENUM'
  readonly enumValues: readonly string[]
  readonly required: boolean
}

export interface CalculationDraft {
  readonly key: string
  readonly reference: string
  readonly name: string
  readonly type: 'SUM' | 'MAX' | 'MIN' | 'AVERAGE' | 'UNIQUE'
  /** The reference of the value, or for UNIQUE also of a property, that is calculated over. */
  readonly of: string
}

/** A row's place in the page, which stays while other rows come and go. */
const rowKey = (): string => [...crypto.getRandomValues(new Uint32Array(2))].join('-')

export const emptyValue = (): ValueDraft => ({ key: rowKey(), reference: '', name: '', type: 'NUMBER' })

export const emptyProperty = (): PropertyDraft => ({
  key: rowKey(),
  reference: '',
  name: '',
  type: 'STRING',
  enumValues: [],
  required: true,
})

export const emptyCalculation = (of = ''): CalculationDraft => ({
  key: rowKey(),
  reference: '',
  name: '',
  type: 'SUM',
  of,
})

export const emptyMeter = (): MeterDraft => ({
  reference: '',
  name: '',
  values: [emptyValue()],
  properties: [],
  calculations: [emptyCalculation()],
})

/** Lists what can be calculated over, by reference: the values, and for UNIQUE the properties too. */
export function calculatedOver(draft: MeterDraft, type: CalculationDraft['type']): readonly string[] {
  const parts = type === 'UNIQUE' ? [...draft.values, ...draft.properties] : draft.values
  return [...new Set(parts.map(({ reference }) => reference.trim()).filter((reference) => reference !== ''))]
}

/** Errors by the place of their field, such as `values.0.reference`. */
export type FieldErrors = Readonly<Record<string, string>>

/** Finds what no server needs to be asked about. The rest is told by the API in its own words. */
export function findDraftErrors(draft: MeterDraft): FieldErrors {
  const errors: Record<string, string> = {}
  const require = (path: string, text: string, what: string): void => {
    if (text.trim() === '') errors[path] = `${what} must be given.`
  }
  const parts = { values: draft.values, properties: draft.properties, calculations: draft.calculations }
  require('name', draft.name, 'A name')
  require('reference', draft.reference, 'A reference')
  for (const [kind, rows] of Object.entries(parts)) {
    rows.forEach(({ reference, name }, index) => {
      require(`${kind}.${index}.reference`, reference, 'A reference')
      require(`${kind}.${index}.name`, name, 'A name')
      const first = rows.findIndex((row) => row.reference.trim() === reference.trim())
      if (reference.trim() !== '' && first < index) {
        errors[`${kind}.${index}.reference`] = `A reference must be given once; ${reference.trim()} stands above.`
      }
    })
  }
  draft.properties.forEach(({ type, enumValues }, index) => {
    if (type === 'ENUM' && enumValues.length === 0) {
      errors[`properties.${index}.enumValues`] = 'An ENUM property must have at least one value.'
    }
  })
  draft.calculations.forEach(({ type, of }, index) => {
    if (!calculatedOver(draft, type).includes(of)) {
      errors[`calculations.${index}.of`] = 'A calculation must be over a value of this meter.'
    }
  })
  return errors
}
