import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient } from '@tallygate/client'
import { CHROMIUM, type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildDesk } from '../build/build-desk.ts'

/** The key of a server for development, which Desk offers. */
const LOCAL_KEY = 'local-test-key'

/** Chromium writes every answer of 400 and above to the console; tests provoke some. */
const REFUSED = /^Failed to load resource: the server responded with a status of 4\d\d /

/** A page of Desk, and what went wrong in it: errors, violations of its policy, requests to another origin. */
export interface OpenPage {
  readonly page: Page
  readonly faults: readonly string[]
}

interface OpenOptions {
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
  /** The key in the tab's storage. Default: the local key; `null`: none. */
  readonly apiKey?: string | null
}

/** Desk as it is built, served by a billing server with the demo, in a real Chromium. */
export class DeskUnderTest {
  readonly url: string
  readonly api: BillingClient
  readonly #server: RunningBillingServer
  readonly #browser: Browser
  readonly #axe: string

  private constructor(server: RunningBillingServer, api: BillingClient, browser: Browser, axe: string) {
    this.url = server.url
    this.api = api
    this.#server = server
    this.#browser = browser
    this.#axe = axe
  }

  static async start(): Promise<DeskUnderTest> {
    await buildDesk()
    const server = await startBillingServer({ API_KEY: LOCAL_KEY })
    const api = createBillingClient({ apiKey: LOCAL_KEY, baseUrl: server.url })
    await applyDemo(api)
    const browser = await chromium.launch(CHROMIUM)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    return new DeskUnderTest(server, api, browser, axe)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await this.#server.stop()
  }

  /** Opens a path below `/desk` in a tab of its own. */
  async open(
    path: string,
    { colorScheme = 'light', width = 1280, apiKey = LOCAL_KEY }: OpenOptions = {},
  ): Promise<OpenPage> {
    const context = await this.#browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !REFUSED.test(message.text())) faults.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(`${this.url}/`)) faults.push(`asked for ${request.url()}`)
    })
    if (apiKey !== null) {
      await page.addInitScript(`if (!sessionStorage.length) sessionStorage.setItem('tallygate-desk-key', '${apiKey}')`)
    }
    await page.goto(`${this.url}/desk${path}`)
    return { page, faults }
  }

  /** Lists what axe-core finds wrong with a page. */
  async violations(page: Page): Promise<string[]> {
    await page.evaluate(this.#axe)
    return page.evaluate(async () => {
      const { run } = (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
      ).axe
      return (await run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    })
  }
}

/** Closes the tab of a page. */
export const close = (page: Page): Promise<void> => page.context().close()
