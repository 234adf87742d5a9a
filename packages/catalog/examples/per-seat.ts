import { defineCatalog } from '@tallygate/catalog'

/**
 * Per seat: a price for each seat and month, tokens up to a budget for the whole team, and what goes beyond it per
 * 1,000 tokens. The number of seats stands on the schedule of a subscription (`seats_values`); where it does not, 5 are
 * billed.
 */
export const perSeat = defineCatalog({
  meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  productCategories: { ai: { name: 'AI' } },
  products: {
    workspace: {
      name: 'Workspace',
      category: 'ai',
      items: {
        seats: { name: 'Seats', model: 'PER_SEAT', unit: { singular: 'seat', plural: 'seats' } },
        extra_tokens: { name: 'Tokens beyond the budget', calculation: 'tokens_sum' },
      },
    },
  },
  features: { monthly_token_budget: { name: 'Monthly token budget', type: 'NUMBER', calculation: 'tokens_sum' } },
  plans: {
    team: {
      name: 'Team',
      currency: 'USD',
      pricings: {
        workspace: {
          rates: {
            seats: { type: 'FLAT', price: '20', seats: 5 },
            extra_tokens: { type: 'FLAT', price: '0.01', per: 1000, included: 2_000_000 },
          },
          entitlements: { monthly_token_budget: 2_000_000 },
        },
      },
    },
  },
})
