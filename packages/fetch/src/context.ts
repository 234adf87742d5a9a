export type { CallContext } from './calls/call-context.ts'
export { withCustomer } from './context/with-customer.ts'
