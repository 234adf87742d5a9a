// Preloaded into a server process (`node --import`): ends the process as `kill -9` does, at a place that the
// environment names. KILL_BEFORE: right before it sends the first statement that holds this text.
// KILL_AT and KILL_FROM: right before the nth statement, counted from the first one that has KILL_FROM among its
// parameters; or, with KILL_AT=answer, before the first answer that is sent after that one.

import { ServerResponse } from 'node:http'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import pg from 'pg'

const fatalText = process.env['KILL_BEFORE'] ?? ''
const fatalPlace = process.env['KILL_AT'] ?? ''
const from = process.env['KILL_FROM'] ?? ''
let statements = 0

function diePerhaps(statement: unknown, parameters: unknown): void {
  const text = typeof statement === 'string' ? statement : ''
  if (fatalText !== '' && text.includes(fatalText)) process.kill(process.pid, 'SIGKILL')
  if (from === '') return
  if (statements > 0 || JSON.stringify(parameters ?? '').includes(from)) statements += 1
  if (String(statements) === fatalPlace) process.kill(process.pid, 'SIGKILL')
}

function dieBeforeAnswer(): void {
  if (statements > 0 && fatalPlace === 'answer') process.kill(process.pid, 'SIGKILL')
}

// Methods of foreign classes, seen as what they are here: functions of their arguments.
type Method = (this: unknown, ...parameters: unknown[]) => unknown

function watch(prototype: object, name: string, look: (...parameters: unknown[]) => void = diePerhaps): void {
  const methods = prototype as Record<string, Method>
  const original = methods[name]
  if (original === undefined) throw new Error(`there is no ${name} to watch`)
  methods[name] = function (...parameters) {
    look(...parameters)
    return original.apply(this, parameters)
  }
}

watch(pg.Client.prototype, 'query')
watch(PGlite.prototype, 'query')
watch(ServerResponse.prototype, 'end', dieBeforeAnswer)
const { transaction } = PGlite.prototype
PGlite.prototype.transaction = function <Result>(this: PGlite, work: (inner: Transaction) => Promise<Result>) {
  return transaction.call(this, (inner) => {
    watch(inner, 'query')
    return work(inner)
  }) as Promise<Result>
}
