import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { holdEveryCustomer } from '../metering/customer-lock.store.ts'
import { noteOpenPeriods } from '../metering/usage-changes.store.ts'
import { requireExisting } from '../resources/require-existing.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { ServerContext } from '../server-context.ts'
import { checkAlertRule } from './check-alert-rule.ts'

/** Alert rules, and the alerts that they have raised. */
export function alertRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return { ...ruleRoutes(context), ...raisedRoutes(context) }
}

function ruleRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { stores } = context
  return resourceRoutes(context, 'alertRules', {
    create: async (transaction, body) => {
      await checkAlertRule(transaction, stores, body)
      return body
    },
    update: async (transaction, found, body) => {
      await checkAlertRule(transaction, stores, { ...found, ...body })
      return body
    },
    // Usage that is there already counts too. No event comes in between: it would be seen by neither.
    written: async (transaction, { status }) => {
      if (status !== 'ACTIVE') return
      await holdEveryCustomer(transaction)
      await noteOpenPeriods(transaction, null)
    },
  })
}

function raisedRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { stores } = context
  return resourceRoutes(context, 'alerts', {
    create: async (transaction, body) => {
      const rule = await stores.alertRules.find(transaction, body.alert_rule_id)
      if (rule === undefined) throw referenceNotFound('alert_rule_id', 'ALERT_RULE', body.alert_rule_id)
      if (rule.type !== body.type) {
        throw invalidField('type', `value is not that of the rule, which is ${rule.type}`, 'ALERT')
      }
      await requireExisting(transaction, stores.customers, body.customer_id, 'customer_id')
      return body
    },
  })
}
