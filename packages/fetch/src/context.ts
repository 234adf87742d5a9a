export { type CallContext, withCustomer } from '@tallygate/entitlements/context'
