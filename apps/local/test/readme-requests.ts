import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** The longest time that a request may take on a busy machine. */
const TIMEOUT_MS = 120_000

/** A request of the root README: the command as it stands there, and the answer that it claims. */
export interface ReadmeRequest {
  readonly command: string
  readonly answer: unknown
}

/** Every `curl` of the root README that is followed by a JSON block. */
export function readmeRequests(): readonly ReadmeRequest[] {
  const text = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')
  const blocks = text.matchAll(/```sh\n(curl [\s\S]*?)```\s+```json\n([\s\S]*?)```/g)
  return [...blocks].map(([, command, answer]) => ({ command: command ?? '', answer: JSON.parse(answer ?? '') }))
}

/** Runs the command in a shell with the documented addresses replaced by the real ones, and parses what it prints. */
export async function runReadmeRequest(
  command: string,
  addresses: { agent: string; billing: string },
): Promise<unknown> {
  const here = command
    .replaceAll('http://127.0.0.1:3000', addresses.agent)
    .replaceAll('http://127.0.0.1:4000', addresses.billing)
  const { stdout } = await run('sh', ['-c', here], { timeout: TIMEOUT_MS })
  return JSON.parse(stdout)
}

/** The same value with what differs from run to run, ids and instants, replaced by what kind of thing it is. */
export function withoutChance(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/\b(req|thr)_[0-9a-f]{32}\b/g, '$1_…')
    .replace(/:(\d+)-[0-9a-f]{8}:/g, ':$1-…:')
    .replace(/\b([a-z]{3,4})_[0-9A-Za-z]{20}\b/g, '$1_…')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>')
  return JSON.parse(text)
}
