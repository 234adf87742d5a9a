import { describe, expect, it } from 'vitest'
import { createBillingServer } from './billing-server.ts'
import { readConfig } from './config.ts'
import { BillingServerConfigurationError } from './configuration-error.ts'

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!BillingServerConfigurationError.isInstance(error)) throw error
    return error.faults
  }
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      apiKey: 'local-test-key',
      dataDir: '.tallygate/billing',
      gracePeriod: 'PT8H',
      putAfterInvoiceFinalOnNextInvoice: true,
      localControls: true,
      deskFolder: expect.stringMatching(/desk.dist$/),
      logLevel: 'info',
    })
  })

  it.each<[name: string, env: Record<string, string>, fault: RegExp | undefined]>([
    ['the default key on loopback', { HOST: 'localhost' }, undefined],
    ['the default key where others can reach it', { HOST: '0.0.0.0' }, /API_KEY is the default/],
    ['a short key where others can reach it', { HOST: '0.0.0.0', API_KEY: 'short' }, /API_KEY is shorter/],
    ['a long key where others can reach it', { HOST: '0.0.0.0', API_KEY: 'a-long-enough-key-1' }, undefined],
    ['a port in words', { PORT: 'http' }, /PORT/],
    ['a port that is too large', { PORT: '65536' }, /PORT/],
    ['another kind of database', { DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL/],
    ['a folder that is a URL', { DATA_DIR: 'idb://x' }, /DATA_DIR/],
    ['no folder', { DATA_DIR: 'memory://' }, undefined],
    ['a grace that is no duration', { GRACE_PERIOD: '8h' }, /GRACE_PERIOD/],
    ['controls that are neither on nor off', { LOCAL_CONTROLS: 'yes' }, /LOCAL_CONTROLS/],
    ['names of hosts', { ALLOWED_HOSTS: 'Billing.example, [::1],10.0.0.1' }, undefined],
    ['a host with its port', { ALLOWED_HOSTS: 'billing.example:443' }, /ALLOWED_HOSTS has "billing.example:443"/],
    ['a host without a name', { ALLOWED_HOSTS: 'billing.example,' }, /ALLOWED_HOSTS has ""/],
    ['a font that is a file', { PDF_FONT_PATHS: `${import.meta.filename}#Family` }, undefined],
    ['a font that is no file', { PDF_FONT_PATHS: '/nowhere/font.ttf' }, /PDF_FONT_PATHS has "\/nowhere/],
    ['a limit of property values', { PROPERTY_VALUES_LIMIT: '5000' }, undefined],
    ['a limit in words', { PROPERTY_VALUES_LIMIT: 'many' }, /PROPERTY_VALUES_LIMIT/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('with %s', (_, env, fault) => {
    const faults = faultsOf(env)
    if (fault === undefined) expect(faults).toEqual([])
    else expect(faults).toEqual([expect.stringMatching(fault)])
  })

  it('reports all faults at once', () => {
    expect(faultsOf({ PORT: '-1', GRACE_PERIOD: 'x', HOST: '0.0.0.0' })).toHaveLength(3)
  })

  const POSTGRES = { DATABASE_URL: 'postgres://localhost/billing' }
  const ELSEWHERE = { HOST: '0.0.0.0', API_KEY: 'a-long-enough-key-1' }
  it.each<[env: Record<string, string>, isOn: boolean]>([
    [{}, true],
    [{ LOCAL_CONTROLS: '0' }, false],
    [POSTGRES, false],
    [{ ...POSTGRES, LOCAL_CONTROLS: '1' }, true],
    [ELSEWHERE, false],
    [{ ...ELSEWHERE, LOCAL_CONTROLS: '1' }, true],
  ])('has local controls where they are asked for, or with PGlite on loopback: %j', (env, isOn) => {
    expect(readConfig(env).localControls).toBe(isOn)
  })

  it('is held to the same rules in code', async () => {
    const config = { ...readConfig({}), host: '0.0.0.0' }
    await expect(createBillingServer(config)).rejects.toThrow('API_KEY is the default')
  })
})
