import { test } from 'vitest'
import type { ContractRow, ContractRows, Every } from './contract-row.ts'

declare const row: ContractRow

test('a scenario is for an operation of the contract', () => {
  const rows: ContractRows = { createMeter: row, getInvoicePdf: row }
  const misspelt: ContractRows = {
    // @ts-expect-error the contract has createMeter
    createMetre: row,
  }
  return [rows, misspelt]
})

test('a body that promises every member has to have every member, with a value that the contract allows', () => {
  const whole: Every<'MeterValueCreateRequest'> = {
    reference: 'cost',
    name: 'Cost',
    description: null,
    status: 'ACTIVE',
    type: 'AMOUNT',
  }
  // @ts-expect-error without its description
  const part: Every<'MeterValueCreateRequest'> = { reference: 'cost', name: 'Cost', status: 'ACTIVE', type: 'AMOUNT' }
  // @ts-expect-error no such type
  const odd: Every<'MeterValueCreateRequest'> = { ...whole, type: 'TEXT' }
  return [part, odd]
})
