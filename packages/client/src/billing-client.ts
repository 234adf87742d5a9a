import type { paths } from './generated/schema.ts'
import type {
  CallArguments,
  HttpMethod,
  OperationAt,
  OperationData,
  OperationError,
  ParseAs,
  PathsWith,
} from './operation.ts'

/**
 * The answer to a call: `data` of a success or `error` of a failure, never both, always with the `response`, whose
 * status and headers can be read; its body has been.
 */
export type CallResult<Data, Failure> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: Failure; readonly response: Response }

/**
 * One method of the client. Rejects with BillingConnectionError when no answer came, with BillingConfigurationError
 * when a path or query value cannot be sent, with the signal's reason when the caller aborts; never because of a
 * status.
 */
export type Call<Paths, Method extends HttpMethod> = <
  Path extends PathsWith<Paths, Method>,
  As extends ParseAs = 'json',
>(
  path: Path,
  ...options: CallArguments<OperationAt<Paths, Path, Method>, As>
) => Promise<
  CallResult<OperationData<OperationAt<Paths, Path, Method>, As>, OperationError<OperationAt<Paths, Path, Method>>>
>

/** A client of the API, completely typed by its contract: paths, parameters, bodies, answers and errors. */
export interface BillingClient<Paths = paths> {
  readonly GET: Call<Paths, 'get'>
  readonly POST: Call<Paths, 'post'>
  readonly PUT: Call<Paths, 'put'>
  readonly PATCH: Call<Paths, 'patch'>
  readonly DELETE: Call<Paths, 'delete'>
}
