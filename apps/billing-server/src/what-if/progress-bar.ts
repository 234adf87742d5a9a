import { progress } from '@clack/prompts'
import type { OnProgress } from './ask-server.ts'

/** Shorter runs need no bar. */
const SHOWN_AFTER_MS = 500

/** A bar on stderr, where a person looks at it; nothing in a pipe or a file. */
export function progressBar(stream: NodeJS.WriteStream): { readonly report: OnProgress; readonly stop: () => void } {
  if (!stream.isTTY) return { report: () => {}, stop: () => {} }
  const startedAt = performance.now()
  let bar: ReturnType<typeof progress> | undefined
  let shown = 0
  return {
    report: (done, total) => {
      if (bar === undefined) {
        if (performance.now() - startedAt < SHOWN_AFTER_MS || total === 0) return
        bar = progress({ max: total, output: stream })
        bar.start('Invoices')
      }
      bar.advance(done - shown, `${done} of ${total} invoices`)
      shown = done
    },
    stop: () => bar?.stop(`${shown} invoices`),
  }
}
