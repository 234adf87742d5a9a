import type { Reporter, TestModule, TestSpecification } from 'vitest/node'
import { type MissingService, missingServices } from './.vitest.services.ts'

/** The time between two lines about the progress: short enough to be believed, long enough to be read. */
const INTERVAL_MS = 15_000

/** Tells a person how far the tests are, and what is not tested because a service is missing. */
export class ProgressReporter implements Reporter {
  readonly #startedAt = performance.now()
  #missing: readonly MissingService[] = []
  #timer: NodeJS.Timeout | undefined
  #files = 0
  #filesDone = 0
  #passed = 0
  #failed = 0
  #skipped = 0

  async onTestRunStart(specifications: readonly TestSpecification[]): Promise<void> {
    this.#files = specifications.length
    this.#missing = await missingServices()
    this.#sayMissing()
    this.#timer = setInterval(() => this.#sayProgress(), INTERVAL_MS).unref()
  }

  onTestModuleEnd(module: TestModule): void {
    this.#filesDone += 1
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') this.#passed += 1
      else if (state === 'failed') this.#failed += 1
      else this.#skipped += 1
    }
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer)
    this.#sayProgress()
    this.#sayMissing()
  }

  #sayProgress(): void {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000)
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    const tests = `${this.#passed} tests passed, ${this.#failed} failed, ${this.#skipped} skipped`
    say(`${time}  ${this.#filesDone} of ${this.#files} files: ${tests}`)
  }

  #sayMissing(): void {
    const fate = process.env['REQUIRE_SERVICES'] === '1' ? 'will fail' : 'skipped'
    for (const { name, reason, skipped } of this.#missing) say(`${name} ${reason}: ${skipped} – ${fate}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
