import type { RequestHandler } from 'express'

/** A check of one part, made before the agent says that it is ready. */
export interface ReadinessCheck {
  readonly name: string
  /** Resolves when the part works; rejects with a reason that may be shown. */
  check(): Promise<void>
}

/** `GET /healthz`: the process runs. */
export const healthz: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' })
}

/** `GET /readyz`: 200 when every check passes, else 503; the body names each part. */
export function readyz(checks: readonly ReadinessCheck[]): RequestHandler {
  return async (_request, response) => {
    const results = await Promise.all(
      checks.map(
        async ({ name, check }) =>
          [
            name,
            await check().then(
              () => 'ok',
              (error: unknown) => describe(error),
            ),
          ] as const,
      ),
    )
    const ready = results.every(([, result]) => result === 'ok')
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not_ready', checks: Object.fromEntries(results) })
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'failed'
}
