/** An event: something in the background failed, and is tried again later. */
export interface BackgroundFailed {
  readonly type: 'background_failed'
  /** The work, as a few words that do not vary. */
  readonly what: string
  readonly customer?: string
  readonly error: unknown
}
