export type { CallContext } from './metering/call-context.ts'
export { withCustomer } from './metering/with-customer.ts'
