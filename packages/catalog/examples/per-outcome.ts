import { defineCatalog } from '@tallygate/catalog'

/**
 * Per outcome: a price for each task that the agent resolved by itself, nothing for one that went to a person. A task
 * that is reported twice counts once, because the calculation counts different `task_id`s.
 */
export const perOutcome = defineCatalog({
  meterValues: { task_count: { name: 'Tasks', type: 'NUMBER' } },
  meterProperties: {
    task_id: { name: 'Task', type: 'STRING' },
    outcome: { name: 'Outcome', type: 'ENUM', values: ['resolved', 'escalated'] },
  },
  meters: { tasks: { name: 'Tasks', values: ['task_count'], properties: ['task_id', 'outcome'] } },
  calculations: { different_tasks: { type: 'UNIQUE', meter: 'tasks', property: 'task_id' } },
  productCategories: { ai: { name: 'AI' } },
  products: {
    support_agent: {
      name: 'Support agent',
      category: 'ai',
      items: {
        resolved_tasks: {
          name: 'Tasks',
          calculation: 'different_tasks',
          unit: { singular: 'task', plural: 'tasks' },
        },
      },
    },
  },
  features: { tasks_per_month: { name: 'Tasks per month', type: 'NUMBER', calculation: 'different_tasks' } },
  plans: {
    pay_per_outcome: {
      name: 'Pay per outcome',
      currency: 'USD',
      pricings: {
        support_agent: {
          rates: { resolved_tasks: { by: 'outcome', prices: { resolved: '0.99' }, default: '0' } },
          entitlements: { tasks_per_month: 1000 },
        },
      },
    },
  },
})
