import type { Browser } from '@playwright/test'
import { startHost, temporaryHome } from '../../e2e/support/host.ts'
import { type Figure, percentile } from './figures.ts'

const ROUNDS = 5
const WINDOW_REST_MS = 1500

/**
 * From starting the process of the host to the moment the start page shows its figures, in the window
 * of a browser that runs but has never seen these pages, on an empty workspace that is made meanwhile.
 * The window is opened before and comes to rest: Chromium's own pages for a new window (address field,
 * menus) take as much work as Galley's, and are none of it.
 */
async function coldStart(browser: Browser): Promise<{ whole: number; page: number }> {
  const { home, remove } = temporaryHome()
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.waitForTimeout(WINDOW_REST_MS)
  const begun = performance.now()
  const host = await startHost(home)
  try {
    const served = performance.now()
    await page.goto(host.address, { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Open the sample workspace' }).waitFor()
    const shown = performance.now()
    return { whole: shown - begun, page: shown - served }
  } finally {
    await context.close()
    await host.stop()
    remove()
  }
}

export async function measureFirstPaint(browser: Browser): Promise<Figure[]> {
  const rounds: { whole: number; page: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await coldStart(browser))
  const median = (of: 'whole' | 'page') =>
    percentile(
      rounds.map((round) => round[of]),
      0.5,
    )
  return [
    {
      what: 'cold start: host process to first useful paint (median of 5)',
      value: median('whole'),
      limit: 1500,
      unit: 'ms',
    },
    { what: '  of which the pages', value: median('page'), limit: 1500, unit: 'ms' },
  ]
}
