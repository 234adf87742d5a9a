import type { ChargedRule } from '../charge/charge-rules.ts'
import { Decimal } from '../money/decimal.ts'
import { roundMoney } from '../money/money.ts'
import type { Adjustment } from '../plan/adjustment.ts'
import type { AppliedAdjustment } from './apply-adjustments.ts'
import { type LineIdentity, unpricedRule } from './line-identity.ts'
import type { CreditLine } from './plan-credits.ts'
import { planSubLines, shortened } from './plan-sub-lines.ts'
import type { PlannedLine, PlannedSubLine } from './planned-invoice.ts'
import { type SalesTax, totalsOf } from './totals.ts'

/** Whose line it is. */
export interface LineContext {
  readonly tax: SalesTax
  /** Names the line of a pricing item and a rule, or of an adjustment. */
  readonly idOf: (line: Pick<LineIdentity, 'pricingItemId' | 'rule'>) => string
  /** The outcome of the wallets for lines that are priced in credits, by the id of the line. */
  readonly credits: ReadonlyMap<string, CreditLine>
  /** A mark before each description; '' for usage of the period itself. */
  readonly mark: string
}

/**
 * Plans the line of a rule. This is the one place where money is rounded: half-even, to the currency's minor unit.
 * A product item of type DEDUCTION takes its amount off.
 */
export function planLine(charged: ChargedRule, { tax, idOf, credits, mark }: LineContext): PlannedLine {
  const { rule, item } = charged
  // What is priced in credits costs no money here: what wallets do not have is sold by an item of the model CREDITS.
  const price = rule?.creditTypeId == null ? roundMoney(charged.charge.amount, tax.currency) : Decimal.ZERO
  const amount = item.isDeduction ? price.negated() : price
  const { taxCategory } = item
  const id = idOf({ pricingItemId: item.id ?? '', rule: rule?.id ?? unpricedRule(charged.foreignCurrency) })
  let subLines: readonly PlannedSubLine[] | undefined
  return {
    id,
    kind: 'REVENUE',
    description: shortened(mark + describe(charged)),
    amount,
    taxCategory,
    totals: totalsOf([{ taxCategory, amount }], tax),
    charged,
    credits: credits.get(id) ?? null,
    adjustment: null,
    // Worked out when they are read: usage by property values costs about as much as all other planning.
    get subLines() {
      subLines ??= planSubLines(charged)
      return subLines
    },
  }
}

/** `Completion tokens: model_id gpt-4o`, `Completion tokens: no rule has a price`. */
function describe({ item, rule, foreignCurrency, trial }: ChargedRule): string {
  const names = item.productItems.map(({ name, reference, id }) => name ?? reference ?? id).join(', ')
  if (foreignCurrency !== null) return shortened(`${names}: no price, used in ${foreignCurrency}`)
  if (rule === null) return shortened(`${names}: no price, no rule applies`)
  const text = rule.conditionText === '' ? names : `${names}: ${rule.conditionText}`
  return shortened(trial ? `${text} (trial)` : text)
}

/** Plans the line of a markup, a discount or a commitment. */
export function planAdjustmentLine(applied: AppliedAdjustment, { tax, idOf, mark }: LineContext): PlannedLine {
  const { adjustment, amount, taxCategory, group } = applied
  return {
    id: idOf({ pricingItemId: `${group ?? 'total'} ${taxCategory}`, rule: adjustment.field }),
    kind: adjustment.kind,
    description: shortened(mark + describeAdjustment(adjustment)),
    amount,
    taxCategory,
    totals: totalsOf([{ taxCategory, amount }], tax),
    charged: null,
    credits: null,
    adjustment,
    subLines: [],
  }
}

const NAMES: Readonly<Record<Adjustment['kind'], string>> = {
  MARKUP: 'Markup',
  DISCOUNT: 'Discount',
  COMMITMENT: 'Commitment: what is missing to the minimum',
}

/** `Discount 10 %`, `Coupon WELCOME: discount 10 %`. */
function describeAdjustment({ kind, percentage, coupon }: Adjustment): string {
  const share = percentage === null ? '' : ` ${percentage} %`
  if (coupon === null) return `${NAMES[kind]}${share}`
  return shortened(`Coupon ${coupon.name ?? coupon.id}: discount${share}`)
}
