// Preloaded into a server process (`node --import`): ends the process as `kill -9` does, right before it sends the first
// statement that holds the text of KILL_BEFORE.

import { PGlite, type Transaction } from '@electric-sql/pglite'
import pg from 'pg'

const fatal = process.env['KILL_BEFORE'] ?? ''

function dieBefore(statement: unknown): void {
  const text = typeof statement === 'string' ? statement : ''
  if (fatal !== '' && text.includes(fatal)) process.kill(process.pid, 'SIGKILL')
}

// Methods of foreign classes, seen as what they are here: functions of their arguments.
type Method = (this: unknown, ...parameters: unknown[]) => unknown

function watch(prototype: object, name: string): void {
  const methods = prototype as Record<string, Method>
  const original = methods[name]
  if (original === undefined) throw new Error(`there is no ${name} to watch`)
  methods[name] = function (...parameters) {
    dieBefore(parameters[0])
    return original.apply(this, parameters)
  }
}

watch(pg.Client.prototype, 'query')
watch(PGlite.prototype, 'query')
const { transaction } = PGlite.prototype
PGlite.prototype.transaction = function <Result>(this: PGlite, work: (inner: Transaction) => Promise<Result>) {
  return transaction.call(this, (inner) => {
    watch(inner, 'query')
    return work(inner)
  }) as Promise<Result>
}
