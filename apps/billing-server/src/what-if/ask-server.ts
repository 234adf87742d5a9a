import type { WhatIfAnswer } from './run-what-if.ts'

/** Told how many invoices are done. */
export type OnProgress = (done: number, total: number) => void

/** A billing server and the key for it. */
export interface BillingPlace {
  readonly url: string
  readonly apiKey: string
}

interface Line {
  readonly progress?: { readonly done: number; readonly total: number }
  readonly result?: WhatIfAnswer
  readonly error?: { readonly message?: string; readonly field?: string }
}

/** Asks a billing server and hears of its progress. Throws with what it answers where it refuses. */
export async function askServer(
  { url, apiKey }: BillingPlace,
  question: object,
  onProgress: OnProgress,
): Promise<WhatIfAnswer> {
  const response = await fetch(`${url}/operator/what-if`, {
    method: 'POST',
    headers: { accept: 'application/x-ndjson', 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify(question),
  })
  if (!response.ok || response.body === null) {
    const text = await response.text()
    throw new Error(`the billing server answered ${response.status}: ${messageOf(text)}`)
  }
  let rest = ''
  let result: WhatIfAnswer | undefined
  const read = (text: string): void => {
    const line = JSON.parse(text) as Line
    if (line.progress !== undefined) onProgress(line.progress.done, line.progress.total)
    if (line.error !== undefined) throw new Error(describe(line.error))
    result ??= line.result
  }
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.splice(-1).join('')
    for (const line of lines) read(line)
  }
  if (result === undefined) throw new Error('the billing server ended its answer too early')
  return result
}

const describe = ({ field, message }: NonNullable<Line['error']>): string =>
  [field, message ?? 'the billing server failed; its log says why'].filter((part) => part !== undefined).join(': ')

function messageOf(text: string): string {
  try {
    return describe(JSON.parse(text) as NonNullable<Line['error']>)
  } catch {
    return text.slice(0, 500)
  }
}
