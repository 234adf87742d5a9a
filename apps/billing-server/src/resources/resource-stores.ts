import { ResourceStore, type ResourceStoreOptions } from './resource.store.ts'
import { SUBSCRIPTION_ORDER } from './subscription-order.store.ts'

/** The stores of every resource whose wire members are kept as they were sent. */
export function createResourceStores(options: ResourceStoreOptions) {
  return {
    meters: new ResourceStore<'Meter'>(
      { schema: 'Meter', table: 'meters', objectType: 'METER', byReference: true },
      options,
    ),
    meterValues: new ResourceStore<'MeterValue'>(
      { schema: 'MeterValue', table: 'meter_values', objectType: 'METER_VALUE', byReference: true },
      options,
    ),
    meterProperties: new ResourceStore<'MeterProperty'>(
      { schema: 'MeterProperty', table: 'meter_properties', objectType: 'METER_PROPERTY', byReference: true },
      options,
    ),
    calculations: new ResourceStore<'MeterValueCalculation'>(
      {
        schema: 'MeterValueCalculation',
        table: 'meter_value_calculations',
        objectType: 'METER_VALUE_CALCULATION',
        byReference: false,
      },
      options,
    ),
    features: new ResourceStore<'Feature'>(
      { schema: 'Feature', table: 'features', objectType: 'FEATURE', byReference: false },
      options,
    ),
    categories: new ResourceStore<'ProductCategory'>(
      { schema: 'ProductCategory', table: 'product_categories', objectType: 'PRODUCT_CATEGORY', byReference: true },
      options,
    ),
    products: new ResourceStore<'Product'>(
      { schema: 'Product', table: 'products', objectType: 'PRODUCT', byReference: true },
      options,
    ),
    productItems: new ResourceStore<'ProductItem'>(
      { schema: 'ProductItem', table: 'product_items', objectType: 'PRODUCT_ITEM', byReference: true },
      options,
    ),
    plans: new ResourceStore<'PricingPlan'>(
      { schema: 'PricingPlan', table: 'pricing_plans', objectType: 'PRICING_PLAN', byReference: true },
      options,
    ),
    versions: new ResourceStore<'PricingPlanVersion'>(
      {
        schema: 'PricingPlanVersion',
        table: 'pricing_plan_versions',
        objectType: 'PRICING_PLAN_VERSION',
        byReference: false,
      },
      options,
    ),
    billingEntities: new ResourceStore<'BillingEntity'>(
      {
        schema: 'BillingEntity',
        table: 'billing_entities',
        objectType: 'BILLING_ENTITY',
        byReference: true,
        timestamps: ['created_at'],
      },
      options,
    ),
    customers: new ResourceStore<'Customer'>(
      {
        schema: 'Customer',
        table: 'customers',
        objectType: 'CUSTOMER',
        byReference: true,
        timestamps: ['created_at'],
        orderBy: ['email'],
      },
      options,
    ),
    subscriptions: new ResourceStore<'PricingPlanSubscription'>(
      {
        schema: 'PricingPlanSubscription',
        table: 'pricing_plan_subscriptions',
        objectType: 'PRICING_PLAN_SUBSCRIPTION',
        byReference: false,
        timestamps: ['created_at', 'updated_at'],
        orderBy: ['billing_currency', 'type'],
        orderBySql: SUBSCRIPTION_ORDER,
      },
      options,
    ),
    schedules: new ResourceStore<'PricingPlanSchedule'>(
      {
        schema: 'PricingPlanSchedule',
        table: 'pricing_plan_schedules',
        objectType: 'PRICING_PLAN_SCHEDULE',
        byReference: false,
        timestamps: ['created_at'],
      },
      options,
    ),
    creditTypes: new ResourceStore<'CreditType'>(
      {
        schema: 'CreditType',
        table: 'credit_types',
        objectType: 'CREDIT_TYPE',
        byReference: true,
        timestamps: ['created_at', 'updated_at'],
      },
      options,
    ),
    walletTypes: new ResourceStore<'WalletType'>(
      {
        schema: 'WalletType',
        table: 'wallet_types',
        objectType: 'WALLET_TYPE',
        byReference: true,
        timestamps: ['created_at', 'updated_at'],
        orderBy: ['type'],
      },
      options,
    ),
    wallets: new ResourceStore<'Wallet'>(
      {
        schema: 'Wallet',
        table: 'wallets',
        objectType: 'WALLET',
        byReference: true,
        timestamps: ['created_at', 'updated_at'],
      },
      options,
    ),
    walletGrants: new ResourceStore<'WalletGrant'>(
      {
        schema: 'WalletGrant',
        table: 'wallet_grants',
        objectType: 'WALLET_GRANT',
        byReference: false,
        timestamps: ['created_at'],
        orderBy: ['type'],
      },
      options,
    ),
    alertRules: new ResourceStore<'AlertRule'>(
      { schema: 'AlertRule', table: 'alert_rules', objectType: 'ALERT_RULE', byReference: false },
      options,
    ),
    alerts: new ResourceStore<'Alert'>(
      { schema: 'Alert', table: 'alerts', objectType: 'ALERT', byReference: false, timestamps: ['created_at'] },
      options,
    ),
  }
}

export type ResourceStores = ReturnType<typeof createResourceStores>
