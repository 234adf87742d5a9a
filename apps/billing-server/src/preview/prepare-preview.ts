import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidField, missingField, referenceNotFound } from '../http/api-fault.ts'
import { withoutUndefined } from '../resources/resource.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { refuseFaultySchedule } from '../subscriptions/refuse-faulty-schedule.ts'

type Request = Schema<'InvoicePreviewActionCreateRequest'>
type Subscription = Stored<'PricingPlanSubscription'>
type Schedule = Stored<'PricingPlanSchedule'>

/** A subscription as it is previewed: written into a transaction that is rolled back. */
export interface PreviewSubject {
  /** The id of the subscription or the template, as the caller knows it. */
  readonly givenId: string
  readonly subscriptionId: string
  /** Ids of the schedules as the caller knows them, by those that are previewed. */
  readonly scheduleIds: ReadonlyMap<string, string>
  readonly isActive: boolean
}

/**
 * Writes what is previewed: the subscription itself, or the template for a customer; moved to its start, with what
 * differs in its schedules. Only for a transaction that is rolled back.
 */
export async function preparePreview(
  context: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  body: Request,
): Promise<PreviewSubject> {
  const { stores } = context
  const isTemplate = body.template_pricing_plan_subscription_id !== undefined
  const field = isTemplate ? 'template_pricing_plan_subscription_id' : 'pricing_plan_subscription_id'
  const id = body[field]
  if (id === undefined) throw missingField('pricing_plan_subscription_id', 'PRICING_PLAN_SUBSCRIPTION')
  if (isTemplate && body.pricing_plan_subscription_id !== undefined) {
    throw invalidField(field, 'preview a subscription or a template, not both', 'PRICING_PLAN_SUBSCRIPTION')
  }
  if (!isTemplate && body.customer_details !== undefined) {
    throw invalidField(
      'customer_details',
      'the subscription has its customer; only a template is previewed for another',
    )
  }
  const given = await stores.subscriptions.find(transaction, id)
  if (given === undefined) throw referenceNotFound(field, 'PRICING_PLAN_SUBSCRIPTION', id)
  if (isTemplate !== (given.type === 'TEMPLATE')) {
    throw invalidField(field, `the subscription is of type ${String(given.type)}`, 'PRICING_PLAN_SUBSCRIPTION')
  }
  const subscription = isTemplate ? await copyTemplate(context, transaction, given, body.customer_details) : given
  const subscriptionId = subscription.id
  const { data: schedules } = await stores.schedules.list(
    transaction,
    [{ sql: 'pricing_plan_subscription_id', equals: given.id }],
    { orderDirection: 'asc' },
  )
  const isActive = given.status === 'ACTIVE' || given.status === 'CANCELLED'
  if (isTemplate && body.start_at === undefined) throw missingField('start_at', 'PRICING_PLAN_SUBSCRIPTION')
  const shiftMs = isActive ? 0 : shiftOf(schedules, body.start_at)
  const scheduleIds = new Map<string, string>()
  for (const schedule of schedules) {
    const previewed = await writeSchedule(context, transaction, subscription, schedule, { body, shiftMs, isTemplate })
    scheduleIds.set(previewed, schedule.id)
  }
  requireKnownSchedules(body, schedules)
  if (!isActive) await placeInTime(context, transaction, subscription)
  return { givenId: id, subscriptionId, scheduleIds, isActive }
}

/** Tells how far the first schedule is from the start that is asked for. */
function shiftOf(schedules: readonly Schedule[], startAt: string | undefined): number {
  if (startAt === undefined || schedules.length === 0) return 0
  const first = Math.min(...schedules.map(({ start_at: start }) => parseInstant(start).getTime()))
  return parseInstant(startAt).getTime() - first
}

async function writeSchedule(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  subscription: Subscription,
  schedule: Schedule,
  options: { readonly body: Request; readonly shiftMs: number; readonly isTemplate: boolean },
): Promise<string> {
  const { stores } = context
  const { body, shiftMs, isTemplate } = options
  const moved = (text: string) => new Date(parseInstant(text).getTime() + shiftMs)
  const start = moved(schedule.start_at)
  const end = schedule.end_at == null ? null : moved(schedule.end_at)
  const { id, object_type: _type, created_at: _at, ...terms } = schedule
  const changed = {
    ...terms,
    ...customized(body, schedule.id),
    pricing_plan_subscription_id: subscription.id,
    start_at: formatInstant(start),
    end_at: end === null ? null : formatInstant(end),
  }
  const version = await stores.versions.get(transaction, schedule.pricing_plan_version_id)
  await refuseFaultySchedule(context, transaction, { schedule: changed, version, subscription })
  const columns = { start_at: start, end_at: end }
  const written = isTemplate
    ? await stores.schedules.insert(transaction, changed, columns)
    : await stores.schedules.update(transaction, id, changed, columns)
  return written.id
}

type Customizations = Omit<Schema<'PricingPlanScheduleCustomization'>, 'pricing_plan_schedule_id' | 'promotion_codes'>

/** Returns what the request says of a schedule beside what it is. */
function customized({ pricing_plan_schedule_customizations: all, enabled_pricings: enabled }: Request, id: string) {
  const own = (all ?? []).filter(({ pricing_plan_schedule_id: of }) => of == null || of === id)
  return Object.assign(
    enabled == null ? {} : { enabled_pricings: enabled },
    ...own.map(({ pricing_plan_schedule_id: _id, promotion_codes: _codes, ...changes }) =>
      withoutUndefined(Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null))),
    ),
  ) as Partial<Customizations>
}

function requireKnownSchedules(
  { pricing_plan_schedule_customizations: all }: Request,
  schedules: readonly Schedule[],
): void {
  ;(all ?? []).forEach(({ pricing_plan_schedule_id: id, promotion_codes: codes }, index) => {
    const at = `pricing_plan_schedule_customizations.${index}`
    if (id != null && !schedules.some((schedule) => schedule.id === id)) {
      throw referenceNotFound(`${at}.pricing_plan_schedule_id`, 'PRICING_PLAN_SCHEDULE', id)
    }
    if ((codes ?? []).length > 0) throw invalidField(`${at}.promotion_codes`, 'this server has no promotion codes')
  })
}

async function copyTemplate(
  { stores, makeId }: Pick<ServerContext, 'stores' | 'makeId'>,
  transaction: Queryable,
  template: Subscription,
  details: Schema<'CustomerRequest'> | undefined,
): Promise<Subscription> {
  const { id: _id, object_type: _type, created_at: _created, updated_at: _updated, ...terms } = template
  const known = details?.reference == null ? undefined : await stores.customers.find(transaction, details.reference)
  const customer =
    known ??
    (details === undefined
      ? await stores.customers.get(transaction, template.customer_id)
      : await stores.customers.insert(transaction, {
          type: 'ORGANIZATION',
          ...details,
          reference: details.reference ?? makeId('customers'),
          status: 'ACTIVE',
        }))
  return stores.subscriptions.insert(transaction, {
    ...terms,
    type: 'BILLING',
    status: 'DRAFT',
    reference: makeId('pricing_plan_subscriptions'),
    customer_id: customer.id,
    customer_reference: customer.reference,
  })
}

/** A subscription gets its time zone when it becomes ACTIVE: the customer's, else the billing entity's. */
async function placeInTime(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  subscription: Subscription,
): Promise<void> {
  const { stores } = context
  const customer = await stores.customers.get(transaction, subscription.customer_id)
  const entity = await stores.billingEntities.find(transaction, subscription.billing_entity_id)
  if (entity === undefined) {
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      field: 'pricing_plan_subscription_id',
      message: 'The subscription has no billing entity yet',
      resourceType: 'BILLING_ENTITY',
    })
  }
  const zone = customer.timezone ?? entity.timezone ?? 'UTC'
  await stores.subscriptions.update(transaction, subscription.id, {}, { time_zone: zone })
}
