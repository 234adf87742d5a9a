import type { Queryable } from '../database/database.ts'
import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { holdEveryCustomer } from '../metering/customer-lock.store.ts'
import { noteOpenPeriods } from '../metering/usage-changes.store.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { checkAlertRule } from './check-alert-rule.ts'

/** Alert rules, and the alerts that they have raised. */
export function alertRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return { ...ruleRoutes(context), ...raisedRoutes(context) }
}

function ruleRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  /** Usage that is there already counts too. No event comes in between: it would be seen by neither. */
  const watch = async (transaction: Queryable, status: string | null | undefined): Promise<void> => {
    if (status !== 'ACTIVE') return
    await holdEveryCustomer(transaction)
    await noteOpenPeriods(transaction, null)
  }
  return {
    listAlertRules: async ({ query }) => {
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      return pageResponse('/v1/alert-rules', request, await stores.alertRules.list(database, [], request))
    },
    createAlertRule: ({ body }) =>
      database.transaction(async (transaction) => {
        await checkAlertRule(transaction, stores, body)
        const defaults = { status: 'DRAFT', trigger_type: 'STATIC' } as const
        const members = { ...defaults, ...withoutNull(body, ['status', 'trigger_type']) }
        const rule = await stores.alertRules.insert(transaction, members)
        await watch(transaction, rule.status)
        return rule
      }),
    getAlertRule: ({ path }) => stores.alertRules.get(database, path.id),
    updateAlertRule: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.alertRules.lock(transaction, path.id)
        await checkAlertRule(transaction, stores, { ...found, ...body })
        const rule = await stores.alertRules.update(transaction, path.id, body)
        await watch(transaction, rule.status)
        return rule
      }),
    deleteAlertRule: ({ path }) =>
      database.transaction(async (transaction) => {
        await stores.alertRules.lock(transaction, path.id)
        return stores.alertRules.remove(transaction, path.id)
      }),
  }
}

function raisedRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return {
    listAlerts: async ({ query }) => {
      const request = { page: query.page ?? 1, limit: query.limit ?? 50 }
      const filters = [{ sql: 'customer_id', equals: query.customer_id }]
      return pageResponse('/v1/alerts', request, await stores.alerts.list(database, filters, request))
    },
    createAlert: ({ body }) =>
      database.transaction(async (transaction) => {
        const rule = await stores.alertRules.find(transaction, body.alert_rule_id)
        if (rule === undefined) throw referenceNotFound('alert_rule_id', 'ALERT_RULE', body.alert_rule_id)
        if (rule.type !== body.type) {
          throw invalidField('type', `value is not that of the rule, which is ${String(rule.type)}`, 'ALERT')
        }
        const customer = await stores.customers.find(transaction, body.customer_id)
        if (customer?.id !== body.customer_id) throw referenceNotFound('customer_id', 'CUSTOMER', body.customer_id)
        return stores.alerts.insert(transaction, body)
      }),
    getAlert: ({ path }) => stores.alerts.get(database, path.id),
  }
}
