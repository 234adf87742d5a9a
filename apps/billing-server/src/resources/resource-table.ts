import type { components } from '@tallygate/client'
import type { ResourceType } from '../http/api-fault.ts'
import type { IdKind } from '../resource-id.ts'
import type { COPIES } from './rename-copies.store.ts'
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
  /** Its name for many, as the operation that lists them has it. */
  readonly plural: string
  /** True where a path may name it by its reference. */
  readonly byReference: boolean
  /** Members that every row has, whatever the caller left out. A change cannot clear them. */
  readonly always: readonly string[]
  /** Members of a new one where its caller says nothing, or null. */
  readonly defaults?: Readonly<Record<string, unknown>>
  /** Members that hold the id of another resource, by the name of its kind in this table. */
  readonly references?: Readonly<Record<string, 'billingEntities' | 'categories' | 'customers' | 'products'>>
  /** The places where its reference is copied beside its id. */
  readonly copies?: readonly (keyof typeof COPIES)[]
  /** The filters of its list: a column, or a member of the body, by the parameter of the query. */
  readonly filters?: Readonly<Record<string, { readonly sql: string } | { readonly body: string }>>
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

const DRAFT = { status: 'DRAFT' } as const
const BY_STATUS = { 'statuses[]': { sql: 'status' } } as const
const BY_CUSTOMER = { customer_id: { body: 'customer_id' } } as const

/** A link of a meter to one of its values or properties. */
const LINK = ['id', 'reference', 'required'] as const

/** Every kind of resource that is kept as it was sent: a row of this table is a row of the database and of the API. */
export const RESOURCES = {
  meters: {
    table: 'meters',
    schema: 'Meter',
    objectType: 'METER',
    plural: 'Meters',
    byReference: true,
    always: ['status', 'reference'],
    inside: { meter_values: LINK, meter_properties: LINK },
    timestamps: NONE,
    defaults: { status: 'DRAFT', meter_values: [], meter_properties: [] },
    filters: BY_STATUS,
  },
  meterValues: {
    table: 'meter_values',
    schema: 'MeterValue',
    objectType: 'METER_VALUE',
    plural: 'MeterValues',
    byReference: true,
    always: ['status', 'type', 'reference', 'name'],
    timestamps: NONE,
    defaults: DRAFT,
    copies: ['meterValue'],
    filters: BY_STATUS,
  },
  meterProperties: {
    table: 'meter_properties',
    schema: 'MeterProperty',
    objectType: 'METER_PROPERTY',
    plural: 'MeterProperties',
    byReference: true,
    always: ['status', 'type', 'reference', 'name'],
    timestamps: NONE,
    defaults: DRAFT,
    copies: ['meterProperty'],
    filters: BY_STATUS,
  },
  calculations: {
    table: 'meter_value_calculations',
    schema: 'MeterValueCalculation',
    objectType: 'METER_VALUE_CALCULATION',
    plural: 'MeterValueCalculations',
    byReference: false,
    always: ['reference', 'calculation_type', 'meter_id'],
    timestamps: NONE,
    defaults: { persist: false },
  },
  features: {
    table: 'features',
    schema: 'Feature',
    objectType: 'FEATURE',
    plural: 'Features',
    byReference: false,
    always: ['type', 'reference'],
    timestamps: NONE,
    copies: ['feature', 'featureOfProduct'],
  },
  categories: {
    table: 'product_categories',
    schema: 'ProductCategory',
    objectType: 'PRODUCT_CATEGORY',
    plural: 'ProductCategories',
    byReference: true,
    always: ['name', 'reference'],
    timestamps: NONE,
    references: { customer_id: 'customers' },
    filters: BY_CUSTOMER,
  },
  products: {
    table: 'products',
    schema: 'Product',
    objectType: 'PRODUCT',
    plural: 'Products',
    byReference: true,
    always: ['status', 'category_id', 'name', 'reference', 'product_type'],
    inside: { features: ['id', 'reference'] },
    timestamps: NONE,
    defaults: { product_type: 'DEFAULT', status: 'DRAFT' },
    filters: { ...BY_STATUS, product_category_id: { sql: 'category_id' }, ...BY_CUSTOMER },
  },
  productItems: {
    table: 'product_items',
    schema: 'ProductItem',
    objectType: 'PRODUCT_ITEM',
    plural: 'ProductItems',
    byReference: true,
    always: ['status', 'type', 'product_id', 'name', 'reference', 'model_type'],
    timestamps: NONE,
    defaults: { type: 'REVENUE', status: 'DRAFT' },
    filters: { product_id: { sql: 'product_id' }, ...BY_CUSTOMER },
  },
  plans: {
    table: 'pricing_plans',
    schema: 'PricingPlan',
    objectType: 'PRICING_PLAN',
    plural: 'PricingPlans',
    byReference: true,
    always: ['type', 'reference', 'amount_type', 'variant'],
    timestamps: NONE,
    defaults: { type: 'STANDARD', amount_type: 'EXCLUDING_TAX', variant: 'DEFAULT' },
    references: { customer_id: 'customers' },
  },
  versions: {
    table: 'pricing_plan_versions',
    schema: 'PricingPlanVersion',
    objectType: 'PRICING_PLAN_VERSION',
    plural: 'PricingPlanVersions',
    byReference: false,
    always: ['status', 'pricing_plan_id', 'version', 'pricing_categories'],
    timestamps: NONE,
  },
  billingEntities: {
    table: 'billing_entities',
    schema: 'BillingEntity',
    objectType: 'BILLING_ENTITY',
    plural: 'BillingEntities',
    byReference: true,
    always: ['status', 'reference'],
    timestamps: CREATED,
    defaults: { status: 'ACTIVE' },
    copies: ['billingEntity'],
  },
  customers: {
    table: 'customers',
    schema: 'Customer',
    objectType: 'CUSTOMER',
    plural: 'Customers',
    byReference: true,
    always: ['status', 'type', 'reference'],
    timestamps: CREATED,
    orderBy: ['email'],
    copies: ['customer'],
    filters: { reference: { sql: 'reference' } },
  },
  subscriptions: {
    table: 'pricing_plan_subscriptions',
    schema: 'PricingPlanSubscription',
    objectType: 'PRICING_PLAN_SUBSCRIPTION',
    plural: 'PricingPlanSubscriptions',
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
    plural: 'PricingPlanSchedules',
    byReference: false,
    always: ['type', 'pricing_plan_subscription_id', 'pricing_plan_id', 'pricing_plan_version_id', 'start_at'],
    timestamps: CREATED,
  },
  creditTypes: {
    table: 'credit_types',
    schema: 'CreditType',
    objectType: 'CREDIT_TYPE',
    plural: 'CreditTypes',
    byReference: true,
    always: ['status', 'reference', 'name'],
    timestamps: CREATED_AND_UPDATED,
    defaults: DRAFT,
    filters: BY_STATUS,
  },
  walletTypes: {
    table: 'wallet_types',
    schema: 'WalletType',
    objectType: 'WALLET_TYPE',
    plural: 'WalletTypes',
    byReference: true,
    always: ['status', 'type', 'name', 'reference'],
    timestamps: CREATED_AND_UPDATED,
    orderBy: ['type'],
    defaults: DRAFT,
    filters: BY_STATUS,
  },
  wallets: {
    table: 'wallets',
    schema: 'Wallet',
    objectType: 'WALLET',
    plural: 'Wallets',
    byReference: true,
    always: ['status', 'reference', 'wallet_type_id', 'customer_id'],
    timestamps: CREATED_AND_UPDATED,
    filters: { customer_id: { sql: 'customer_id' }, wallet_type_id: { sql: 'wallet_type_id' } },
  },
  walletGrants: {
    table: 'wallet_grants',
    schema: 'WalletGrant',
    objectType: 'WALLET_GRANT',
    plural: 'WalletGrants',
    byReference: false,
    always: ['type', 'customer_id', 'wallet_id', 'start_at'],
    timestamps: CREATED,
    orderBy: ['type'],
    filters: { customer_id: { sql: 'customer_id' }, wallet_id: { sql: 'wallet_id' } },
  },
  alertRules: {
    table: 'alert_rules',
    schema: 'AlertRule',
    objectType: 'ALERT_RULE',
    plural: 'AlertRules',
    byReference: false,
    always: ['status', 'type', 'reference'],
    timestamps: NONE,
    defaults: { status: 'DRAFT', trigger_type: 'STATIC' },
  },
  alerts: {
    table: 'alerts',
    schema: 'Alert',
    objectType: 'ALERT',
    plural: 'Alerts',
    byReference: false,
    always: ['type', 'platform_id', 'alert_rule_id', 'customer_id', 'alert_data'],
    timestamps: CREATED,
    filters: { customer_id: { sql: 'customer_id' } },
  },
} as const satisfies Readonly<Record<string, ResourceDefinition>>
