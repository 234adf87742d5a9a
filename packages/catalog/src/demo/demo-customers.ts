/** A customer of the demo and the plan that they are subscribed to. */
export interface DemoCustomer {
  readonly reference: string
  readonly legalName: string
  readonly email: string
  /** Reference of a plan of the demo catalog. */
  readonly plan: string
}

/** One customer for each plan of the demo catalog. */
export const demoCustomers: readonly DemoCustomer[] = [
  { reference: 'demo-free', legalName: 'Demo Free', email: 'free@demo.example', plan: 'free' },
  { reference: 'demo-starter', legalName: 'Demo Starter', email: 'starter@demo.example', plan: 'starter' },
  { reference: 'demo-pro', legalName: 'Demo Pro', email: 'pro@demo.example', plan: 'pro' },
  { reference: 'demo-prepaid', legalName: 'Demo Prepaid', email: 'prepaid@demo.example', plan: 'prepaid' },
  { reference: 'demo-team', legalName: 'Demo Team', email: 'team@demo.example', plan: 'team' },
]
