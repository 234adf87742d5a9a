import { defineCatalog } from '@tallygate/catalog'

/**
 * Prepaid credits: 20 USD a month come with 1,000 credits, which expire with the month; tokens cost credits, by model;
 * what goes beyond the credits is sold at 2.5 cents a credit. A customer buys more on demand
 * (`POST /v1/invoices/charge-on-demand-pricing-items`): a pack of 500, or 45 credits a dollar for an amount of choice.
 * Credits that are given are grants to the wallet (`POST /v1/wallet-grants`): of all credits those are used first that
 * expire first.
 */
export const prepaidCredits = defineCatalog({
  meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
  calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
  creditTypes: { ai_credit: { name: 'AI credit', unit: { singular: 'credit', plural: 'credits' } } },
  walletTypes: { ai_credits: { name: 'AI credits', credits: 'ai_credit' } },
  productCategories: { ai: { name: 'AI' } },
  products: {
    prepaid_agent: {
      name: 'Agent',
      category: 'ai',
      items: {
        monthly_fee: { name: 'Monthly fee', model: 'RECURRING' },
        credit_tokens: { name: 'Tokens', calculation: 'tokens_sum' },
        extra_credits: { name: 'Credits beyond the wallet', model: 'CREDITS', credits: 'ai_credit' },
        credit_pack: { name: '500 credits', model: 'ONE_OFF' },
        credit_amount: { name: 'Credits for an amount', model: 'ONE_OFF' },
      },
    },
  },
  plans: {
    prepaid: {
      name: 'Prepaid',
      currency: 'USD',
      pricings: {
        prepaid_agent: {
          rates: {
            monthly_fee: {
              type: 'FIXED',
              price: '20.00',
              grants: [{ wallet: 'ai_credits', credits: 1000, expiresAfter: { type: 'MONTH', value: 1 } }],
            },
            credit_tokens: {
              by: 'model_id',
              per: 1000,
              prices: { 'gpt-4o': '2', 'gpt-4o-mini': '0.1' },
              default: '3',
              credits: 'ai_credit',
            },
            extra_credits: { type: 'FLAT', price: '0.025' },
            credit_pack: {
              type: 'FIXED',
              price: '12.50',
              onDemand: true,
              grants: [{ wallet: 'ai_credits', credits: 500 }],
            },
            credit_amount: {
              type: 'FLEXIBLE',
              minimum: '5.00',
              maximum: '500.00',
              grants: [{ wallet: 'ai_credits', creditsPerUnit: 45 }],
            },
          },
        },
      },
    },
  },
})
