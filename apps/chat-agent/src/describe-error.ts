/** Deepest chain of causes that is logged. */
const MAX_CAUSES = 10
/** Longest message: what is longer is a body. */
const MAX_MESSAGE_CHARACTERS = 500

/** Credentials in a URL and in a header, whosever they are. */
const CREDENTIALS = [
  [/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi, '$1[secret]@'],
  [/\b(bearer|basic) +[\w.~+/=-]+/gi, '$1 [secret]'],
] as const

export interface DescribeErrorOptions {
  /** Texts that are blotted out wherever a message repeats one. */
  readonly secrets: readonly string[]
  /** True where what a provider said is kept. It may quote a prompt, or name an account. */
  readonly keepsAnswers: boolean
}

/**
 * Describes an error for a log: name, code, status, message, the places of its stack, and its causes. Never the objects
 * that a client hangs on it (requests, headers, bodies, parameters), and no message that quotes one.
 */
export function describeError(error: unknown, options: DescribeErrorOptions): unknown {
  const answers = options.keepsAnswers
    ? []
    : chainOf(error)
        .filter(isAnswer)
        .map(({ message }) => message)
  const blot = (text: string): string => {
    const known = [...answers, ...options.secrets].reduce(
      (blotted, secret) => blotted.replaceAll(secret, '[secret]'),
      text,
    )
    return CREDENTIALS.reduce((blotted, [pattern, instead]) => blotted.replace(pattern, instead), known)
  }
  const describe = (one: unknown, depth: number): unknown => {
    // A cause that is no error is what a server sent.
    if (!(one instanceof Error)) return { type: typeof one }
    return {
      type: one.name,
      message: blot(messageOf(one)).slice(0, MAX_MESSAGE_CHARACTERS),
      ...('code' in one && typeof one.code === 'string' ? { code: one.code } : {}),
      ...('status' in one && typeof one.status === 'number' ? { status: one.status } : {}),
      stack: placesOf(one),
      ...(one.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: describe(one.cause, depth + 1) }),
    }
  }
  return describe(error, 0)
}

function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let one = error; one instanceof Error && chain.length <= MAX_CAUSES; one = one.cause) chain.push(one)
  return chain
}

/** An answer of a provider that is an error: its message is the body. */
function isAnswer(error: Error): boolean {
  return error.message !== '' && 'status' in error && typeof error.status === 'number' && 'headers' in error
}

/** A parser quotes the text around its fault. */
function messageOf({ name, message }: Error): string {
  return name === 'SyntaxError' ? message.replace(/".*"/s, '"…"') : message
}

/** The stack without the message that begins it. */
function placesOf({ stack }: Error): string {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}
