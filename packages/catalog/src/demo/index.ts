export { type ApplyDemoOptions, applyDemo } from './apply-demo.ts'
export { demoCatalog } from './demo-catalog.ts'
export { type DemoCustomer, demoCustomers } from './demo-customers.ts'
