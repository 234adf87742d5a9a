import { globSync, readFileSync } from 'node:fs'
import { packageTests } from '../../.vitest.project.ts'
import { missingServices } from '../../.vitest.services.ts'

const files = globSync('{src,test}/**/*.test.ts', { cwd: import.meta.dirname })
const sourceOf = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')
/** The files that run on database engines, by the list of engines that they name. */
const naming = (lists: RegExp): string[] => files.filter((file) => lists.test(sourceOf(file)))
const onAnyEngine = naming(/\b(test|pglite|postgres)Engines\b/)

const isNamed = process.env['TEST_DATABASE_URL'] !== undefined || process.env['REQUIRE_SERVICES'] === '1'
const hasPostgres = isNamed || (await missingServices()).every(({ name }) => name !== 'PostgreSQL')
const postgres = {
  test: { name: 'postgres', include: naming(/\b(test|postgres)Engines\b/), env: { TEST_ENGINE: 'postgres' } },
}

export default packageTests({
  projects: [
    { test: { name: 'logic', include: files.filter((file) => !onAnyEngine.includes(file)) } },
    { test: { name: 'pglite', include: naming(/\b(test|pglite)Engines\b/), env: { TEST_ENGINE: 'pglite' } } },
    ...(hasPostgres ? [postgres] : []),
  ],
})
