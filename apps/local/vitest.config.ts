import { defineProject } from 'vitest/config'

const conditions = ['@tallygate/source', 'module', 'node']

export default defineProject({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
})
