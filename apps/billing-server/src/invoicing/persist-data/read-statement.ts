import type { Schema } from '@tallygate/client'
import { arePersistent, Decimal, type PriceModel, pricesQuantity } from '@tallygate/rating'
import { type ApiFault, invalidField, missingField } from '../../http/api-fault.ts'
import type { Statement } from '../../metering/state-stated-at.ts'
import type { SoldRule } from './find-sold-rule.ts'

type Request = Schema<'PersistDataCreateRequest'>

/** Models whose price is one a unit: of these what is new can be charged without what was charged before. */
const UNIT_PRICED: ReadonlySet<PriceModel> = new Set(['FLAT', 'TIERED', 'TOP_TIERED', 'PASS_THROUGH', 'NONE'])

/** Calculations that go on from one number; an average also needs a count, and distinct values need the values. */
const GO_ON: ReadonlySet<string> = new Set(['SUM', 'MAX', 'MIN'])

/**
 * Returns what a request states of its rule. Pure. Throws naming the member at fault: what the rule has no state for,
 * what is negative, what contradicts itself, and a request that states nothing.
 */
export function readStatement(
  body: Request,
  sold: SoldRule,
  currency: string,
): Omit<Statement, 'subscriptionId' | 'periodStart'> {
  const usage = readUsage(body, sold)
  const volume = readVolume(body, sold, currency)
  const added = body.persist_rollover_volume === true
  if (added && body.set_rollover_volume === true) {
    throw fault('set_rollover_volume', 'volume either takes the place of what rolls over, or comes on top of it')
  }
  const member = added ? 'persist_rollover_volume' : 'set_rollover_volume'
  const rolls = added || body.set_rollover_volume === true
  if (rolls && !sold.rule.rollover) throw fault(member, 'the rule has no volume that rolls over')
  if (rolls && volume === null) throw missingField('persist_included_volume', 'PERSIST_DATA')
  if (usage === null && volume === null) throw missingField('persist_usage', 'PERSIST_DATA')
  return {
    ruleId: sold.rule.id,
    usage,
    usageCharged: body.persist_charged_volume === true,
    included: rolls ? null : volume,
    rollover: rolls ? volume : null,
    rolloverAdded: added,
  }
}

function readUsage(body: Request, { rule, item: { sources } }: SoldRule): string | null {
  const charged = body.persist_charged_volume === true
  if (body.persist_usage == null) {
    if (charged) throw missingField('persist_usage', 'PERSIST_DATA')
    return null
  }
  const usage = notNegative(body.persist_usage, 'persist_usage')
  const [source, second] = sources
  if (source === undefined || second !== undefined || !arePersistent(sources)) {
    throw fault('persist_usage', 'the rule counts no calculation with persist, so it brings no usage along')
  }
  if (!GO_ON.has(source.calculation.type)) {
    throw fault('persist_usage', `${source.calculation.type} cannot go on from one number`)
  }
  if (charged && (!UNIT_PRICED.has(rule.model) || rule.volumeGroup !== null)) {
    throw fault(
      'persist_charged_volume',
      `${rule.model} has no price a unit of its own, so what is new cannot be told apart`,
    )
  }
  return usage
}

/** The volume that is stated, in either of its two places. */
function readVolume(body: Request, sold: SoldRule, currency: string): string | null {
  const given = body.included_volume
  const member = body.persist_included_volume != null ? 'persist_included_volume' : 'included_volume'
  if (body.persist_included_volume == null && given == null) return null
  if (!pricesQuantity(sold.item.modelType) || sold.item.unit === null || sold.rule.model === 'FIXED') {
    throw fault(member, 'the rule prices no usage that a volume could cover')
  }
  const volume = given == null ? null : volumeOf(given, sold, currency)
  if (body.persist_included_volume == null) return volume
  const plain = notNegative(body.persist_included_volume, 'persist_included_volume')
  if (volume !== null && !Decimal.parse(volume, 'included_volume').equals(Decimal.parse(plain, member))) {
    throw fault('included_volume', 'value says another volume than persist_included_volume')
  }
  return plain
}

function volumeOf(
  given: NonNullable<Request['included_volume']>,
  { item: { unit } }: SoldRule,
  currency: string,
): string {
  for (const [member, own] of [
    ['id', unit?.meterValueId],
    ['reference', unit?.reference],
  ] as const) {
    if (given[member] == null || given[member] === own) continue
    throw fault(`included_volume.${member}`, 'value is not what the rule counts')
  }
  const { number, amount, count } = given
  const said = [number, amount, count].filter((one) => one != null)
  if (said.length > 1) throw fault('included_volume', 'send one of number, amount and count')
  if (unit?.type === 'AMOUNT') {
    if (amount?.quantity == null) throw missingField('included_volume.amount.quantity', 'PERSIST_DATA')
    if (amount.currency !== currency) {
      throw fault('included_volume.amount.currency', `the subscription is billed in ${currency}`)
    }
    return notNegative(amount.quantity, 'included_volume.amount.quantity')
  }
  if (amount != null) throw fault('included_volume.amount', 'the rule counts a number; send number')
  const quantity = number ?? count
  if (quantity == null) throw missingField('included_volume.number', 'PERSIST_DATA')
  return notNegative(quantity, number == null ? 'included_volume.count' : 'included_volume.number')
}

function notNegative(decimal: string, field: string): string {
  if (Decimal.parse(decimal, field).isNegative()) throw fault(field, 'value is negative')
  return decimal
}

const fault = (field: string, message: string): ApiFault => invalidField(field, message, 'PERSIST_DATA')
