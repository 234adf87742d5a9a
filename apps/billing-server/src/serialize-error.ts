/** Deepest chain of causes that is logged. */
const MAX_CAUSES = 5

/**
 * The facts that an error may give about itself beside its message: those of the code and of the database's own
 * catalog, never of a row.
 */
const FACTS = ['code', 'status', 'field', 'reason', 'committed', 'severity', 'table', 'constraint', 'routine'] as const

/** SQLSTATE class 22, data exceptions: the message quotes the value that could not be stored. */
const QUOTES_DATA = /^22[0-9A-Z]{3}$/

/**
 * An error as the log keeps it: its name, message and stack, a few facts, and its causes. Everything else that a
 * library hangs on an error stays out: SQL with its parameters, rows, bodies and requests hold secrets and personal
 * data. So do URLs with a password, and the values that the database quotes.
 */
export function serializeError(error: unknown): object {
  return describe(error, 0)
}

function describe(error: unknown, depth: number): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = (error as { readonly code?: unknown }).code
  const blot = (text: string): string => {
    const shown = typeof code === 'string' && QUOTES_DATA.test(code) ? withoutQuotes(text, error.message) : text
    return shown.replace(/(\w:\/\/)[^\s/@]*@/g, '$1…@')
  }
  const facts = FACTS.map((name) => [name, (error as unknown as Readonly<Record<string, unknown>>)[name]] as const)
  return {
    type: error.name,
    message: blot(error.message),
    ...Object.fromEntries(facts.filter(([, fact]) => typeof fact === 'string' || typeof fact === 'number')),
    stack: blot(error.stack ?? error.message),
    ...(error.cause === undefined || depth >= MAX_CAUSES ? {} : { cause: describe(error.cause, depth + 1) }),
  }
}

const withoutQuotes = (text: string, message: string): string =>
  text.replaceAll(message, message.replace(/"[\s\S]*"/g, '"…"'))
