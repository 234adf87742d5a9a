import { existsSync } from 'node:fs'

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const found = candidates.find((path) => path !== undefined && path !== '' && existsSync(path))

/**
 * True where tests of pages run: where a Chromium is installed, or where `REQUIRE_SERVICES` is 1, as in CI. There they
 * fail without one.
 */
export const runsChromium = found !== undefined || process.env['REQUIRE_SERVICES'] === '1'

/** The options with which tests launch Chromium: without a window, and without traffic of its own. */
export const CHROMIUM = {
  executablePath: found ?? 'chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}
