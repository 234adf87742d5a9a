import { defineCatalog } from '@tallygate/catalog'

/**
 * Per token: each model has a price for 1,000 tokens of each kind, and every other model the default price. The invoice
 * has a line for each model and kind.
 */
export const perToken = defineCatalog({
  meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: {
    prompt_tokens: { name: 'Prompt tokens', values: ['token_count'], properties: ['model_id'] },
    completion_tokens: { name: 'Completion tokens', values: ['token_count'], properties: ['model_id'] },
  },
  calculations: {
    prompt_tokens_sum: { type: 'SUM', meter: 'prompt_tokens', value: 'token_count' },
    completion_tokens_sum: { type: 'SUM', meter: 'completion_tokens', value: 'token_count' },
  },
  productCategories: { ai: { name: 'AI' } },
  products: {
    assistant: {
      name: 'Assistant',
      category: 'ai',
      items: {
        prompt_tokens_item: { name: 'Prompt tokens', calculation: 'prompt_tokens_sum' },
        completion_tokens_item: { name: 'Completion tokens', calculation: 'completion_tokens_sum' },
      },
    },
  },
  features: {
    monthly_token_budget: { name: 'Monthly token budget', type: 'NUMBER' },
    available_models: { name: 'Available models', type: 'ENUM', values: ['gpt-4o', 'gpt-4o-mini'] },
  },
  plans: {
    pay_per_token: {
      name: 'Pay per token',
      currency: 'USD',
      pricings: {
        assistant: {
          rates: {
            prompt_tokens_item: {
              by: 'model_id',
              per: 1000,
              prices: { 'gpt-4o': '0.005', 'gpt-4o-mini': '0.00015' },
              default: '0.003',
            },
            completion_tokens_item: {
              by: 'model_id',
              per: 1000,
              prices: { 'gpt-4o': '0.015', 'gpt-4o-mini': '0.0006' },
              default: '0.01',
            },
          },
          entitlements: { monthly_token_budget: 10_000_000, available_models: ['gpt-4o', 'gpt-4o-mini'] },
        },
      },
    },
  },
})
