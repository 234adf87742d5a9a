import { type DestinationStream, destination } from 'pino'

/** The bytes of the log that are kept while its disk is full; lines that find no room are dropped. */
const MAX_KEPT_BYTES = 1024 * 1024

/**
 * Standard output as the place of the log. One that takes nothing, because its disk is full or its reader has gone, is
 * no reason to end.
 */
export function logDestination(): DestinationStream {
  const output = destination({ dest: 1, sync: true, maxLength: MAX_KEPT_BYTES })
  output.on('error', () => {})
  return output
}
