import { defineConfig } from '@playwright/test'
import { chromium, chromiumArguments } from './test/e2e/support/browser.ts'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'out/e2e',
  globalSetup: './test/support/servers.ts',
  // Two cores: a worker each, with a browser of its own; each test has a host of its own.
  workers: 2,
  fullyParallel: true,
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // On two busy cores a press can meet a page that is still moving: told as flaky, by name, each time.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    // A trace doubles the time of a test: `npx playwright test SPEC --trace on` makes one.
    trace: 'off',
    // What never appears is told by its name and not by the end of the whole test.
    actionTimeout: 60_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      args: chromiumArguments,
      ...(chromium === undefined ? {} : { executablePath: chromium }),
    },
  },
})
