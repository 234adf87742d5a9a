import type { components } from '@tallygate/client'

export type ApiError = components['schemas']['ApiError']
export type ApiErrorCode = ApiError['code']
export type ResourceType = NonNullable<ApiError['resource_type']>

/** The HTTP status of each code; every other code is a request at fault, 400. */
const STATUSES: Readonly<Partial<Record<ApiErrorCode, number>>> = {
  UNAUTHORISED: 401,
  USER_NOT_ALLOWED: 403,
  RESOURCE_NOT_FOUND: 404,
  RESOURCE_ALREADY_EXISTS: 409,
  IDEMPOTENCY_CHECK_FAILED: 409,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INTERNAL_ERROR: 500,
}

interface ApiFaultFacts {
  readonly code: ApiErrorCode
  /** The HTTP status, where the edge knows a closer one than that of the code. */
  readonly status?: number
  readonly message: string
  /** Dotted path of the member at fault, positions in arrays from 0. */
  readonly field?: string
  readonly resourceId?: string
  readonly resourceType?: ResourceType
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

const marker = Symbol.for('tallygate.error.ApiFault')

/** A request that is answered with an `ApiError`. Its message goes to the caller, so it never holds a secret. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  readonly [marker] = true
  readonly status: number
  readonly code: ApiErrorCode
  readonly field: string | undefined
  readonly resourceId: string | undefined
  readonly resourceType: ResourceType | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly #facts: ApiFaultFacts

  constructor(facts: ApiFaultFacts) {
    super(facts.message, { cause: facts.cause })
    this.#facts = facts
    this.status = facts.status ?? STATUSES[facts.code] ?? 400
    this.code = facts.code
    this.field = facts.field
    this.resourceId = facts.resourceId
    this.resourceType = facts.resourceType
    this.headers = facts.headers ?? {}
  }

  static isInstance(error: unknown): error is ApiFault {
    return typeof error === 'object' && error !== null && marker in error
  }

  /** The same fault told to a caller who sent only the part at `path`: its field is cut to the path from there. */
  cutTo(path: string): ApiFault {
    if (this.field?.startsWith(`${path}.`) !== true) return this
    return new ApiFault({ ...this.#facts, field: this.field.slice(path.length + 1) })
  }

  /** The same fault told to a caller who sent what was refused as the part at `path` of something larger. */
  under(path: string): ApiFault {
    return new ApiFault({ ...this.#facts, field: this.field === undefined ? path : `${path}.${this.field}` })
  }

  /** The wire form. */
  toApiError(): ApiError {
    return {
      type: this.status >= 500 ? 'API_ERROR' : 'INVALID_REQUEST',
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.resourceId === undefined ? {} : { resource_id: this.resourceId }),
      ...(this.resourceType === undefined ? {} : { resource_type: this.resourceType }),
    }
  }
}

/** Does the work; an error in it names the part at `path` of the request. */
export async function under<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw ApiFault.isInstance(error) ? error.under(path) : error
  }
}

/** A member of the request that cannot be used as it is. */
export function invalidField(field: string, message: string, resourceType?: ResourceType): ApiFault {
  return new ApiFault({ code: 'INVALID_FIELD', field, message, ...(resourceType && { resourceType }) })
}

/** A member that has to be there. The message is the API's own. */
export function missingField(field: string, resourceType?: ResourceType): ApiFault {
  const message = 'value required, but not set'
  return new ApiFault({ code: 'MISSING_FIELD', field, message, ...(resourceType && { resourceType }) })
}

/** The resource that the path names does not exist: 404. */
export function notFound(resourceType: ResourceType, resourceId: string): ApiFault {
  const message = `The requested ${resourceType} could not be found`
  return new ApiFault({ code: 'RESOURCE_NOT_FOUND', message, resourceType, resourceId })
}

/** A resource that a member of the request names, or leaves unnamed, does not exist: 400, naming the member. */
export function referenceNotFound(
  field: string,
  resourceType: ResourceType,
  resourceId: string | null | undefined,
): ApiFault {
  const message = `The requested ${resourceType} could not be found`
  const facts = { code: 'RESOURCES_NOT_FOUND', field, message, resourceType } as const
  return new ApiFault({ ...facts, ...(resourceId != null && { resourceId }) })
}

/** The request is well formed, but a rule of the domain or the state of the resource forbids it. */
export function invalidOperation(
  message: string,
  facts: { readonly field?: string; readonly resourceType?: ResourceType; readonly resourceId?: string } = {},
): ApiFault {
  return new ApiFault({ code: 'INVALID_OPERATION', message, ...facts })
}
