import { packageTests } from '../../.vitest.project.ts'

export default packageTests({
  typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
})
