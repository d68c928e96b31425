import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // Two cores: a worker each. Tests that start a server share it through test/support.
    maxWorkers: 2,
    globalSetup: 'test/support/servers.ts',
    // Tests start dozens of cores as processes: compiled code that is kept halves what a start costs.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)),
    },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
