import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { chromium, noChromium } from './browser.ts'
import { type Host, startHost, temporaryHome } from './host.ts'

interface Fixtures {
  /** A host on an empty workspace. */
  host: Host
  /** A page of the workbench on it, watched for everything that must not happen. */
  workbench: Page
  /** What went wrong behind the pages' back; a test that causes it on purpose empties it. */
  complaints: string[]
}

/** Console errors, CSP reports, failed loads and requests to anybody else, of every page of a context. */
function watch(context: BrowserContext, origin: () => string, complaints: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => complaints.push(`thrown: ${error.error().stack}`))
  context.on('request', (request) => {
    const url = request.url()
    const isOurs = url.startsWith(origin()) || url.startsWith('data:')
    if (!isOurs) complaints.push(`foreign request: ${url}`)
  })
}

export const test = base.extend<Fixtures & { browserCheck: undefined }>({
  browserCheck: [
    async ({ browserName: _ }, use, info) => {
      info.skip(chromium === undefined, noChromium)
      await use(undefined)
    },
    { auto: true },
  ],
  complaints: async ({ browserName: _ }, use) => {
    const complaints: string[] = []
    await use(complaints)
    expect(complaints, 'the page complained').toEqual([])
  },
  host: async ({ browserName: _ }, use) => {
    const { home, remove } = temporaryHome()
    const host = await startHost(home)
    await use(host)
    await host.stop()
    remove()
  },
  workbench: async ({ page, context, host, complaints }, use) => {
    watch(context, () => host.origin, complaints)
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`)
      })
    })
    await page.goto(host.address)
    await expect(page.getByText('Connected')).toBeVisible()
    await use(page)
  },
})

export { expect }
