import type { components } from '@tallygate/client'
import type { ResourceType } from '../http/api-fault.ts'
import type { IdKind } from '../resource-id.ts'
import { SUBSCRIPTION_ORDER } from './subscription-order.store.ts'

/**
 * The facts that are particular to one kind of resource. Names of tables and columns come from the code, never from a
 * request.
 */
export interface ResourceDefinition {
  /** The table of its rows, which also names the prefix of their ids. */
  readonly table: IdKind
  /** Its schema in the contract: what the wire form holds. */
  readonly schema: keyof components['schemas']
  readonly objectType: ResourceType
  /** True where a path may name it by its reference. */
  readonly byReference: boolean
  /** Members that every row has, whatever the caller left out. A change cannot clear them. */
  readonly always: readonly string[]
  /** Members that every object has in a member of the row, or every entry of it where it is a list. */
  readonly inside?: Readonly<Record<string, readonly string[]>>
  /** Members for the row's own timestamps that the wire form has. */
  readonly timestamps: readonly ('created_at' | 'updated_at')[]
  /**
   * Members that lists may be sorted by, beside created_at, updated_at and, where it has them, reference, name and
   * status.
   */
  readonly orderBy?: readonly string[]
  /** As `orderBy`, for what is not a text in the body: SQL from the code, by the API's name. */
  readonly orderBySql?: Readonly<Record<string, string>>
}

const NONE = [] as const
const CREATED = ['created_at'] as const
const CREATED_AND_UPDATED = ['created_at', 'updated_at'] as const

/** A link of a meter to one of its values or properties. */
const LINK = ['id', 'reference', 'required'] as const

/** Every kind of resource that is kept as it was sent: a row of this table is a row of the database and of the API. */
export const RESOURCES = {
  meters: {
    table: 'meters',
    schema: 'Meter',
    objectType: 'METER',
    byReference: true,
    always: ['status', 'reference'],
    inside: { meter_values: LINK, meter_properties: LINK },
    timestamps: NONE,
  },
  meterValues: {
    table: 'meter_values',
    schema: 'MeterValue',
    objectType: 'METER_VALUE',
    byReference: true,
    always: ['status', 'type', 'reference', 'name'],
    timestamps: NONE,
  },
  meterProperties: {
    table: 'meter_properties',
    schema: 'MeterProperty',
    objectType: 'METER_PROPERTY',
    byReference: true,
    always: ['status', 'type', 'reference', 'name'],
    timestamps: NONE,
  },
  calculations: {
    table: 'meter_value_calculations',
    schema: 'MeterValueCalculation',
    objectType: 'METER_VALUE_CALCULATION',
    byReference: false,
    always: ['reference', 'calculation_type', 'meter_id'],
    timestamps: NONE,
  },
  features: {
    table: 'features',
    schema: 'Feature',
    objectType: 'FEATURE',
    byReference: false,
    always: ['type', 'reference'],
    timestamps: NONE,
  },
  categories: {
    table: 'product_categories',
    schema: 'ProductCategory',
    objectType: 'PRODUCT_CATEGORY',
    byReference: true,
    always: ['name', 'reference'],
    timestamps: NONE,
  },
  products: {
    table: 'products',
    schema: 'Product',
    objectType: 'PRODUCT',
    byReference: true,
    always: ['status', 'category_id', 'name', 'reference', 'product_type'],
    inside: { features: ['id', 'reference'] },
    timestamps: NONE,
  },
  productItems: {
    table: 'product_items',
    schema: 'ProductItem',
    objectType: 'PRODUCT_ITEM',
    byReference: true,
    always: ['status', 'type', 'product_id', 'name', 'reference', 'model_type'],
    timestamps: NONE,
  },
  plans: {
    table: 'pricing_plans',
    schema: 'PricingPlan',
    objectType: 'PRICING_PLAN',
    byReference: true,
    always: ['type', 'reference', 'amount_type', 'variant'],
    timestamps: NONE,
  },
  versions: {
    table: 'pricing_plan_versions',
    schema: 'PricingPlanVersion',
    objectType: 'PRICING_PLAN_VERSION',
    byReference: false,
    always: ['status', 'pricing_plan_id', 'version', 'pricing_categories'],
    timestamps: NONE,
  },
  billingEntities: {
    table: 'billing_entities',
    schema: 'BillingEntity',
    objectType: 'BILLING_ENTITY',
    byReference: true,
    always: ['status', 'reference'],
    timestamps: CREATED,
  },
  customers: {
    table: 'customers',
    schema: 'Customer',
    objectType: 'CUSTOMER',
    byReference: true,
    always: ['status', 'type', 'reference'],
    timestamps: CREATED,
    orderBy: ['email'],
  },
  subscriptions: {
    table: 'pricing_plan_subscriptions',
    schema: 'PricingPlanSubscription',
    objectType: 'PRICING_PLAN_SUBSCRIPTION',
    byReference: false,
    always: [
      'status',
      'type',
      'reference',
      'variant',
      'billing_time',
      'billing_currency',
      'billing_period',
      'customer_id',
      'customer_reference',
      'billing_entity_id',
      'inactive_periods',
    ],
    inside: { billing_period: ['type', 'value'] },
    timestamps: CREATED_AND_UPDATED,
    orderBy: ['billing_currency', 'type'],
    orderBySql: SUBSCRIPTION_ORDER,
  },
  schedules: {
    table: 'pricing_plan_schedules',
    schema: 'PricingPlanSchedule',
    objectType: 'PRICING_PLAN_SCHEDULE',
    byReference: false,
    always: ['type', 'pricing_plan_subscription_id', 'pricing_plan_id', 'pricing_plan_version_id', 'start_at'],
    timestamps: CREATED,
  },
  creditTypes: {
    table: 'credit_types',
    schema: 'CreditType',
    objectType: 'CREDIT_TYPE',
    byReference: true,
    always: ['status', 'reference', 'name'],
    timestamps: CREATED_AND_UPDATED,
  },
  walletTypes: {
    table: 'wallet_types',
    schema: 'WalletType',
    objectType: 'WALLET_TYPE',
    byReference: true,
    always: ['status', 'type', 'name', 'reference'],
    timestamps: CREATED_AND_UPDATED,
    orderBy: ['type'],
  },
  wallets: {
    table: 'wallets',
    schema: 'Wallet',
    objectType: 'WALLET',
    byReference: true,
    always: ['status', 'reference', 'wallet_type_id', 'customer_id'],
    timestamps: CREATED_AND_UPDATED,
  },
  walletGrants: {
    table: 'wallet_grants',
    schema: 'WalletGrant',
    objectType: 'WALLET_GRANT',
    byReference: false,
    always: ['type', 'customer_id', 'wallet_id', 'start_at'],
    timestamps: CREATED,
    orderBy: ['type'],
  },
  alertRules: {
    table: 'alert_rules',
    schema: 'AlertRule',
    objectType: 'ALERT_RULE',
    byReference: false,
    always: ['status', 'type', 'reference'],
    timestamps: NONE,
  },
  alerts: {
    table: 'alerts',
    schema: 'Alert',
    objectType: 'ALERT',
    byReference: false,
    always: ['type', 'platform_id', 'alert_rule_id', 'customer_id', 'alert_data'],
    timestamps: CREATED,
  },
} as const satisfies Readonly<Record<string, ResourceDefinition>>
