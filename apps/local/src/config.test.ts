import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

describe('readConfig', () => {
  it('uses the documented ports and folders when nothing is set', () => {
    expect(readConfig({})).toEqual({
      billingPort: 4000,
      agentPort: 3000,
      dataDir: '.tallygate/billing',
      journalPath: '.tallygate/journal.sqlite',
      apiKey: 'local-test-key',
    })
  })

  it('names every variable at fault in one error', () => {
    expect(() => readConfig({ BILLING_PORT: 'http', AGENT_PORT: '70000' })).toThrow(
      /BILLING_PORT is "http".*\n.*AGENT_PORT is "70000"/,
    )
  })

  it('refuses one port for both apps', () => {
    expect(() => readConfig({ BILLING_PORT: '3000' })).toThrow(/BILLING_PORT and AGENT_PORT are the same/)
  })
})
