import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    // Two cores: a worker each. Tests that start a server share it through test/support.
    maxWorkers: 2,
    // One process per worker for all of its files: a process each, with the libraries anew, took longer than the tests.
    isolate: false,
    globalSetup: 'test/support/servers.ts',
    // Tests start dozens of cores as processes: compiled code that is kept halves what a start costs.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node', import.meta.url)),
    },
    // Long enough for a machine that is slow or busy: nothing is proven by being quick here.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
