import {
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type TestInfo,
} from '@playwright/test'
import { chromium, noChromium } from './browser.ts'
import { hasElectron, launchDesktop, noElectron } from './desktop.ts'
import { type Host, startHost, temporaryHome } from './host.ts'
import { type Shared, share, sharedPage } from './shared.ts'
import { type Prepared, prepare } from './stage.ts'

interface Fixtures {
  /** The data folder of the test: empty, unless a file of tests fills it. */
  home: string
  /** A browser host on it. */
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

/** Names what the page's policy refuses: the console alone does not always say it. */
const tellRefusals = () =>
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`)
  })

/** Once per worker, made when a test first asks. All tests have the same ones: others would need another worker. */
interface Kept {
  /** A filled workspace to copy. */
  prepared: Prepared
  /** A workbench that tests take in turns. */
  shared: Shared
}

const watched = base.extend<Pick<Fixtures, 'home' | 'complaints'>, Kept>({
  prepared: [({ browserName: _ }, use) => prepare(use), { scope: 'worker', timeout: 120_000 }],
  shared: [({ browserName: _ }, use) => share(use), { scope: 'worker', timeout: 120_000 }],
  complaints: async ({ browserName: _ }, use) => {
    const complaints: string[] = []
    await use(complaints)
    expect(complaints, 'the page complained').toEqual([])
  },
  home: async ({ browserName: _ }, use) => {
    const { home, remove } = temporaryHome()
    await use(home)
    remove()
  },
})

const inBrowser = watched.extend<Fixtures & { browserCheck: undefined }>({
  browserCheck: [
    async ({ browserName: _ }, use, info) => {
      info.skip(chromium === undefined, noChromium)
      await use(undefined)
    },
    { auto: true },
  ],
  host: async ({ home }, use) => {
    const host = await startHost(home)
    await use(host)
    await host.stop()
  },
  workbench: async ({ page, host, complaints }, use) => {
    await open(page, host, complaints)
    await use(page)
  },
})

async function open(page: Page, host: Host, complaints: string[]): Promise<void> {
  watch(page.context(), () => host.origin, complaints)
  await page.addInitScript(tellRefusals)
  await page.goto(host.address)
  await expect(page.getByText('Connected')).toBeVisible()
}

/** The same fixtures, but the workbench is one that tests take in turns. */
const inTurns = inBrowser.extend({
  host: ({ shared }, use) => use(shared.host),
  complaints: async ({ shared: { complaints } }, use) => {
    await use(complaints)
    expect(complaints.splice(0), 'the page complained').toEqual([])
  },
  workbench: async ({ shared, browser }, use) => {
    await use(
      await sharedPage(shared, browser, (page) => open(page, shared.host, shared.complaints)),
    )
  },
})

const isDesktop = process.env.GALLEY_E2E === 'desktop'

/** Skips where the desktop app stands in the browser's place: it has no REST and no session. */
export function onlyWithBrowserHost(info: TestInfo): void {
  info.skip(isDesktop, 'this test needs the browser host, which the desktop app does not have')
}

/** The same fixtures with the desktop app in the browser's place. */
const onDesktop = watched.extend<Fixtures & { browserCheck: undefined }>({
  browserCheck: [
    async ({ browserName: _ }, use, info) => {
      info.skip(!hasElectron, noElectron)
      await use(undefined)
    },
    { auto: true },
  ],
  host: async ({ browserName: _ }, use, info) => {
    onlyWithBrowserHost(info)
    await use(undefined as never)
  },
  workbench: async ({ home, complaints }, use) => {
    const app = await launchDesktop(home)
    const page = await app.firstWindow()
    watch(app.context(), () => 'app://galley', complaints)
    await page.evaluate(tellRefusals)
    await expect(page.getByText('Connected')).toBeVisible()
    await use(page)
    await app.close()
  },
})

/** Tests in a browser; with `GALLEY_E2E=desktop` the same ones in the desktop app. */
export const test = isDesktop ? onDesktop : inBrowser

/** For tests that write templates of names of their own and ask nothing of the workspace but those. */
export const sharedTest = isDesktop ? onDesktop : inTurns

export { expect }
