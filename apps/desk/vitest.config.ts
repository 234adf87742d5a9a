import { packageTests } from '../../.vitest.project.ts'

export default packageTests()
