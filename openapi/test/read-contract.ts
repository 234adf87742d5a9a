import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { OpenApiDocument } from '../src/open-api-document.ts'

/** The generated document, as the billing server reads it. */
export const contract: OpenApiDocument = JSON.parse(
  readFileSync(new URL('../generated/openapi.json', import.meta.url), 'utf8'),
)

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(contract, 'contract')

const compiled = new Map<string, ValidateFunction>()

/** A validator of a schema of the contract, inline or a reference. */
export function compileSchema(schema: unknown): ValidateFunction {
  const rooted = JSON.stringify(schema).replaceAll('"#/', '"contract#/')
  const validate = compiled.get(rooted) ?? ajv.compile(JSON.parse(rooted))
  compiled.set(rooted, validate)
  return validate
}
