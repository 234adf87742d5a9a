/** The types of features, in the words of the page. */
export const FEATURE_TYPES = [
  { value: 'SWITCH', label: 'On or off' },
  { value: 'NUMBER', label: 'Number' },
  { value: 'ENUM', label: 'Some of a list' },
  { value: 'AMOUNT', label: 'Amount of money' },
  { value: 'STRING', label: 'Text' },
] as const

export type FeatureType = (typeof FEATURE_TYPES)[number]['value']

export const featureTypeLabel = (type: string | null | undefined): string =>
  FEATURE_TYPES.find(({ value }) => value === type)?.label ?? type ?? '\u2013'
