import { defineCatalog } from './define-catalog.ts'

const base = {
  meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  features: {
    budget: { type: 'NUMBER' },
    models: { type: 'ENUM', values: ['large', 'small'] },
    queue: { type: 'SWITCH' },
  },
  productCategories: { ai: { name: 'AI' } },
  products: {
    agent: { name: 'Agent', category: 'ai', items: { tokens_item: { name: 'Tokens', calculation: 'tokens_sum' } } },
  },
} as const

const free = { type: 'FLAT', price: '0' } as const

defineCatalog(base)
defineCatalog({
  ...base,
  plans: {
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        agent: {
          rates: { tokens_item: { by: 'model_id', prices: { large: '1' }, default: '0' } },
          entitlements: { budget: 1, models: ['large'], queue: true },
        },
      },
    },
  },
})

// A reference to what does not exist is a compile error at its own place.
defineCatalog({
  meterValues: { token_count: { name: 'Tokens', type: 'NUMBER' } },
  meters: {
    // @ts-expect-error no such meter value
    tokens: { name: 'Tokens', values: ['tokens'], properties: [] },
  },
})
defineCatalog({
  // @ts-expect-error no meter properties are defined
  meters: { tokens: { name: 'Tokens', values: [], properties: ['model_id'] } },
})
defineCatalog({
  ...base,
  calculations: {
    // @ts-expect-error no such meter
    tokens_sum: { type: 'SUM', meter: 'token', value: 'token_count' },
  },
})
defineCatalog({
  ...base,
  features: {
    // @ts-expect-error no such calculation
    budget: { type: 'NUMBER', calculation: 'tokens' },
  },
})
defineCatalog({
  ...base,
  products: {
    // @ts-expect-error no such category
    agent: { name: 'Agent', category: 'llm', items: {} },
  },
})
defineCatalog({
  ...base,
  products: {
    // @ts-expect-error no such calculation
    agent: { name: 'Agent', category: 'ai', items: { tokens_item: { name: 'Tokens', calculation: 'tokens' } } },
  },
})

defineCatalog({
  ...base,
  plans: {
    pro: {
      name: 'Pro',
      // @ts-expect-error no currency of ISO 4217
      currency: 'US$',
      pricings: {
        // @ts-expect-error no such product
        agents: { rates: {} },
      },
    },
  },
})
defineCatalog({
  ...base,
  plans: {
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        agent: {
          rates: {
            // @ts-expect-error no such product item
            tokens: free,
          },
          entitlements: {
            // @ts-expect-error no such feature
            budgets: 1,
          },
        },
      },
    },
  },
})
defineCatalog({
  ...base,
  plans: {
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        agent: {
          rates: {
            // @ts-expect-error no such meter property
            tokens_item: { by: 'model', prices: {}, default: '0' },
          },
          entitlements: {
            // @ts-expect-error a switch is true or false
            queue: 1,
            // @ts-expect-error no value of the feature
            models: ['medium'],
            // @ts-expect-error a number is no list
            budget: ['1'],
          },
        },
      },
    },
  },
})

const credits = {
  ...base,
  creditTypes: { credit: { name: 'Credit' } },
  walletTypes: { wallet: { name: 'Wallet', credits: 'credit' } },
} as const
defineCatalog({
  ...credits,
  // @ts-expect-error no such credit type
  walletTypes: { wallet: { name: 'Wallet', credits: 'credits' } },
})
defineCatalog({
  ...credits,
  plans: {
    pro: {
      name: 'Pro',
      currency: 'USD',
      pricings: {
        agent: {
          rates: {
            // @ts-expect-error no such credit type
            tokens_item: { type: 'FLAT', price: '1', credits: 'credits' },
          },
        },
      },
    },
    max: {
      name: 'Max',
      currency: 'USD',
      pricings: {
        agent: {
          rates: {
            // @ts-expect-error no such wallet type
            tokens_item: {
              type: 'FLAT',
              price: '1',
              credits: 'credit',
              grants: [{ wallet: 'purse', credits: 10 }],
            },
          },
        },
      },
    },
  },
})
