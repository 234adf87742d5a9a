import { expect, it } from 'vitest'
import { meterDataFile } from './meter-data-file.ts'

it.each<[name: string, properties: string[], values: string[], want: string]>([
  [
    'properties before values',
    ['model_id'],
    ['token_count'],
    'reference,customer_reference,timestamp,model_id,token_count\n',
  ],
  ['a meter without either', [], [], 'reference,customer_reference,timestamp\n'],
  ['quotes and commas', ['a,b'], ['say"so'], 'reference,customer_reference,timestamp,"a,b","say""so"\n'],
])('the header of an upload has %s', (_, properties, values, want) => {
  const links = (references: string[]) => references.map((reference) => ({ reference }))
  const meter = { reference: 'm', meter_properties: links(properties), meter_values: links(values) }
  expect(meterDataFile(meter)).toBe(want)
})
