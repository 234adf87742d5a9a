import { createHash } from 'node:crypto'
import { type LineIdentity, lineKey } from '@tallygate/rating'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 20

/** Derives the id of an invoice line from what it bills, never at random: `invl_` and 20 characters of base 62. */
export function lineIdOf(identity: LineIdentity): string {
  let rest = BigInt(`0x${createHash('sha256').update(lineKey(identity)).digest('hex')}`)
  let id = ''
  for (let index = 0; index < LENGTH; index++) {
    id += ALPHABET[Number(rest % 62n)]
    rest /= 62n
  }
  return `invl_${id}`
}
