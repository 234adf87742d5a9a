/** The control of a run from outside while it runs, with the record of what the run has already given out. */
export class RunControl {
  readonly #abort = new AbortController()
  #abandoned = false
  /**
   * True where a part of the current model's answer has gone to the reader: such an answer is not begun again by
   * another model.
   */
  answering = false

  /** Nobody reads any more: the model call that runs is read to its end, and no other is made. */
  abandon(): void {
    this.#abandoned = true
  }

  /** Ends the run now, in the middle of a model call. */
  abort(reason: Error): void {
    this.#abort.abort(reason)
  }

  get isAbandoned(): boolean {
    return this.#abandoned
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }
}
