export interface RunningSystem {
  readonly agentUrl: string
  readonly billingUrl: string
  readonly apiKey: string
}

/** Returns what the start command prints when both apps answer: where they are, and three requests to try. */
export function threeRequests({ agentUrl, billingUrl, apiKey }: RunningSystem): string {
  const chat = (key: string, body: string): string =>
    [
      `  curl -s ${agentUrl}/v1/chat -H 'Authorization: Bearer ${key}' \\`,
      `    -H 'Content-Type: application/json' -d '${body}'`,
    ].join('\n')
  return `
Tallygate is ready.

  chat agent      ${agentUrl}
  billing server  ${billingUrl}   (X-API-KEY: ${apiKey})
  desk            ${billingUrl}/desk

1. A Starter customer asks, and the answer says what it cost in tokens:

${chat('demo-starter-key', '{"message": "What is 17 * 23?"}')}

2. The same customer asks for a model of a higher plan, and is told which plan has it:

${chat('demo-starter-key', '{"message": "Hello", "model": "gpt-4o"}')}

3. The usage that the billing server has by now, as its own events:

  curl -s '${billingUrl}/v1/ingest/meter-data?limit=2' -H 'X-API-KEY: ${apiKey}'

Ctrl-C stops both.
`
}
