import { chromium as engine, type Page } from '@playwright/test'
import { chromium, chromiumArguments, noChromium } from '../../e2e/support/browser.ts'
import { startHost } from '../../e2e/support/host.ts'
import { type Figure, percentile } from '../workbench/figures.ts'

const ROUNDS = 7

/** From the click to the frame that has rows with answers in it. Runs in the page. */
async function openRun(run: string): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const isThere = () => document.querySelector('.ag-row [col-id="c1"]')?.textContent?.includes('✓')
  const begun = performance.now()
  window.location.hash = `#/runs/${run}`
  while (!isThere()) await frame()
  // The frame that was just filled is painted before this message is heard.
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(performance.now() - begun)
    port2.postMessage(null)
  })
}

async function openOnce(page: Page, address: string, run: string): Promise<number> {
  await page.goto(address)
  await page.getByRole('main').waitFor()
  return await page.evaluate(openRun, run)
}

/** Opens the grid of the newest run of a data folder in the browser, on a page that has not seen it. */
export async function measureGrid(dataFolder: string): Promise<Figure[]> {
  if (chromium === undefined) throw new Error(noChromium)
  const host = await startHost(dataFolder)
  const browser = await engine.launch({ executablePath: chromium, args: chromiumArguments })
  try {
    const { items } = (await host.api('GET', '/runs')) as {
      items: { id: string; totalCells: number }[]
    }
    const run = items[0]
    if (run === undefined) throw new Error('There is no run.')
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    // The first address carries the token that opens the browser; it is good for once.
    const delays = [await openOnce(page, host.address, run.id)]
    while (delays.length < ROUNDS) {
      await page.goto('about:blank')
      delays.push(await openOnce(page, host.origin, run.id))
    }
    return [
      {
        what: `grid of a run of ${run.totalCells.toLocaleString('en')} cells, opened (median of ${ROUNDS})`,
        value: percentile(delays, 0.5),
        limit: 500,
        unit: 'ms',
      },
    ]
  } finally {
    await browser.close()
    await host.stop()
  }
}
