/** The settings that `pnpm start` takes from the environment; everything has a default. */
export interface LocalConfig {
  /** `BILLING_PORT`, default 4000. */
  readonly billingPort: number
  /** `AGENT_PORT`, default 3000. */
  readonly agentPort: number
  /** `DATA_DIR`, default `.tallygate/billing`: the billing server's PGlite folder. */
  readonly dataDir: string
  /** `JOURNAL_PATH`, default `.tallygate/journal.sqlite`: the agent's durable usage journal. */
  readonly journalPath: string
  /** `API_KEY`, default `local-test-key`: shared by the two apps. */
  readonly apiKey: string
}

/** Reads the environment. Throws one error that names every variable at fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): LocalConfig {
  const faults: string[] = []
  const port = (name: string, fallback: number): number => {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      faults.push(`${name} is ${JSON.stringify(text)}; give a port from 1 to 65535`)
    }
    return value
  }
  const config: LocalConfig = {
    billingPort: port('BILLING_PORT', 4000),
    agentPort: port('AGENT_PORT', 3000),
    dataDir: env['DATA_DIR'] || '.tallygate/billing',
    journalPath: env['JOURNAL_PATH'] || '.tallygate/journal.sqlite',
    apiKey: env['API_KEY'] || 'local-test-key',
  }
  if (config.billingPort === config.agentPort) faults.push('BILLING_PORT and AGENT_PORT are the same; give two ports')
  if (faults.length > 0) throw new Error(`the environment is not usable:\n- ${faults.join('\n- ')}`)
  return config
}
