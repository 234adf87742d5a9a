import { BillingApiError, type CallResult, unwrap } from '@tallygate/client'

/** Requests at a time: enough to hide the way to a distant API, few enough to be a polite client. */
const CONCURRENCY = 6

/**
 * Asks for each reference and gives those that exist. The API's own code for "not found" is a 404, or a 400 in parts of
 * its documents: both count.
 */
export async function findEach<Wire>(
  references: readonly string[],
  get: (reference: string) => Promise<CallResult<Wire, unknown>>,
): Promise<ReadonlyMap<string, Wire>> {
  const found = new Map<string, Wire>()
  for (let index = 0; index < references.length; index += CONCURRENCY) {
    const batch = references.slice(index, index + CONCURRENCY)
    const wires = await Promise.all(batch.map((reference) => findOne(() => get(reference))))
    for (const [offset, reference] of batch.entries()) {
      const wire = wires[offset]
      if (wire !== undefined) found.set(reference, wire)
    }
  }
  return found
}

/** Returns the answer of the call; undefined when the API says that the resource does not exist. */
export async function findOne<Wire>(get: () => Promise<CallResult<Wire, unknown>>): Promise<Wire | undefined> {
  try {
    return (await unwrap(get())) as Wire
  } catch (error) {
    if (BillingApiError.isInstance(error) && isNotFound(error)) return undefined
    throw error
  }
}

function isNotFound({ status, code }: BillingApiError): boolean {
  return status === 404 || (status === 400 && code.endsWith('_NOT_FOUND'))
}
