import { defineCatalog } from '../define-catalog.ts'

/** The prices of 1,000 tokens in USD, by model, on the plans that are paid for. */
const completionRates = {
  by: 'model_id',
  per: 1000,
  prices: { 'gpt-4o': '0.015', 'gpt-4o-mini': '0.0006' },
  default: '0.01',
} as const

const promptRates = {
  by: 'model_id',
  per: 1000,
  prices: { 'gpt-4o': '0.005', 'gpt-4o-mini': '0.00015' },
  default: '0.003',
} as const

/** The prices of 1,000 tokens in credits, by model, on the plan that is paid for in advance. */
const completionCredits = {
  by: 'model_id',
  per: 1000,
  prices: { 'gpt-4o-mini': '0.06', 'claude-3-5-haiku': '0.4' },
  default: '1',
  credits: 'ai_credit',
} as const

const promptCredits = {
  by: 'model_id',
  per: 1000,
  prices: { 'gpt-4o-mini': '0.015', 'claude-3-5-haiku': '0.08' },
  default: '0.3',
  credits: 'ai_credit',
} as const

const freeOfCharge = { type: 'FLAT', price: '0', per: 1000 } as const

/**
 * An AI agent that is billed by token, as the guide "Monetizing an AI agent" sets it up: Step 1 meters, Step 2 product
 * and plans, Step 3 entitlements. Prepaid sells the same agent for credits, which end with the month: an empty wallet
 * denies.
 */
export const demoCatalog = defineCatalog({
  // Step 1: one event for each request and kind of token, with the model it was for.
  meters: {
    prompt_tokens: {
      name: 'Prompt Tokens',
      values: ['token_count'],
      properties: ['model_id'],
      optionalProperties: ['usage_source'],
    },
    completion_tokens: {
      name: 'Completion Tokens',
      values: ['token_count'],
      properties: ['model_id'],
      optionalProperties: ['usage_source'],
    },
  },
  meterValues: {
    token_count: { name: 'Token Count', type: 'NUMBER' },
  },
  meterProperties: {
    model_id: { name: 'Model ID', type: 'STRING' },
    // Only on events that are not the provider's own numbers: `estimate` or `recovered`.
    usage_source: { name: 'Usage Source', type: 'STRING' },
  },
  calculations: {
    prompt_tokens_sum: { name: 'Sum of prompt tokens', type: 'SUM', meter: 'prompt_tokens', value: 'token_count' },
    completion_tokens_sum: {
      name: 'Sum of completion tokens',
      type: 'SUM',
      meter: 'completion_tokens',
      value: 'token_count',
    },
  },

  creditTypes: {
    ai_credit: { name: 'AI credit', unit: { singular: 'credit', plural: 'credits' } },
  },
  walletTypes: {
    ai_credits: { name: 'AI credits', credits: 'ai_credit' },
  },

  // Step 2: what stands on the invoice.
  productCategories: {
    ai: { name: 'AI' },
  },
  products: {
    ai_agent: {
      name: 'AI Agent',
      category: 'ai',
      features: ['monthly_token_budget', 'available_models', 'priority_queue', 'requests_per_minute'],
      items: {
        prompt_tokens_item: {
          name: 'Prompt tokens',
          calculation: 'prompt_tokens_sum',
          unit: { singular: 'token', plural: 'tokens' },
        },
        completion_tokens_item: {
          name: 'Completion tokens',
          calculation: 'completion_tokens_sum',
          unit: { singular: 'token', plural: 'tokens' },
        },
      },
    },
    // The same usage, sold to teams: with a limit on money.
    ai_team_agent: {
      name: 'AI Agent for Teams',
      category: 'ai',
      features: [
        'monthly_token_budget',
        'available_models',
        'priority_queue',
        'requests_per_minute',
        'monthly_spend_limit',
      ],
      items: {
        team_prompt_tokens_item: {
          name: 'Prompt tokens of teams',
          calculation: 'prompt_tokens_sum',
          unit: { singular: 'token', plural: 'tokens' },
        },
        team_completion_tokens_item: {
          name: 'Completion tokens of teams',
          calculation: 'completion_tokens_sum',
          unit: { singular: 'token', plural: 'tokens' },
        },
      },
    },
    prepaid_credits: {
      name: 'Prepaid credits',
      category: 'ai',
      items: {
        monthly_credits: { name: 'Credits of a month', model: 'RECURRING' },
      },
    },
  },

  // Step 3: what a plan allows. The application enforces it before each request.
  features: {
    monthly_token_budget: { name: 'Monthly token budget', type: 'NUMBER' },
    available_models: {
      name: 'Available models',
      type: 'ENUM',
      values: ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'claude-3-5-haiku'],
    },
    priority_queue: { name: 'Priority queue', type: 'SWITCH' },
    requests_per_minute: { name: 'Requests per minute', type: 'NUMBER' },
    monthly_spend_limit: { name: 'Monthly spend limit', type: 'AMOUNT' },
  },

  plans: {
    free: {
      name: 'Free',
      currency: 'USD',
      pricings: {
        ai_agent: {
          rates: { prompt_tokens_item: freeOfCharge, completion_tokens_item: freeOfCharge },
          entitlements: {
            monthly_token_budget: 50_000,
            available_models: ['gpt-4o-mini'],
            priority_queue: false,
            requests_per_minute: 10,
          },
        },
      },
    },
    starter: {
      name: 'Starter',
      currency: 'USD',
      pricings: {
        ai_agent: {
          rates: { prompt_tokens_item: promptRates, completion_tokens_item: completionRates },
          entitlements: {
            monthly_token_budget: 1_000_000,
            available_models: ['gpt-4o-mini'],
            priority_queue: false,
            requests_per_minute: 60,
          },
        },
      },
    },
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        ai_agent: {
          rates: { prompt_tokens_item: promptRates, completion_tokens_item: completionRates },
          entitlements: {
            monthly_token_budget: 10_000_000,
            available_models: ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'claude-3-5-haiku'],
            priority_queue: true,
            requests_per_minute: 600,
          },
        },
      },
    },
    // What users of a team may spend stands in the keys of the application, not in the plan.
    team: {
      name: 'Team',
      currency: 'USD',
      pricings: {
        ai_team_agent: {
          rates: { team_prompt_tokens_item: promptRates, team_completion_tokens_item: completionRates },
          entitlements: {
            monthly_token_budget: 1_000_000,
            available_models: ['gpt-4o-mini'],
            priority_queue: false,
            requests_per_minute: 60,
            monthly_spend_limit: { quantity: '10.00', currency: 'USD' },
          },
        },
      },
    },
    prepaid: {
      name: 'Prepaid',
      currency: 'USD',
      pricings: {
        ai_agent: {
          rates: { prompt_tokens_item: promptCredits, completion_tokens_item: completionCredits },
          entitlements: {
            monthly_token_budget: 10_000_000,
            available_models: ['gpt-4o-mini', 'claude-3-5-haiku'],
            priority_queue: false,
            requests_per_minute: 60,
          },
        },
        prepaid_credits: {
          rates: {
            monthly_credits: {
              type: 'FIXED',
              price: '10.00',
              grants: [{ wallet: 'ai_credits', credits: 1000, expiresAfter: { type: 'MONTH', value: 1 } }],
            },
          },
        },
      },
    },
  },
})
