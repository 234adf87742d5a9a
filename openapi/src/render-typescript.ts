import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { GeneratorError } from './generator-error.ts'
import type { OpenApiDocument } from './open-api-document.ts'

/** TypeScript types of a document that is one file. `command` is what a reader runs to make them again. */
export async function renderTypescript(document: OpenApiDocument, command: string): Promise<string> {
  // A path may hold the characters that end a comment.
  const header = `/** Generated, do not edit. Made by: ${command.replaceAll('*/', '* /')} */\n\n`
  try {
    // The generator walks and changes what it is given; the caller's document stays as it is.
    const nodes = await openapiTypescript(structuredClone(document) as unknown as OpenAPI3, {
      exportType: true,
      alphabetize: false,
      silent: true,
    })
    return header + astToString(nodes)
  } catch (cause) {
    throw new GeneratorError(
      'invalid_input',
      `No types can be made: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}
