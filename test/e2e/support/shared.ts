import type { Browser, Page } from '@playwright/test'
import { type Host, startHost, temporaryHome } from './host.ts'
import { visit } from './steps.ts'

/** A host and a page that tests take in turns: the editor is loaded once and not once per test. */
export interface Shared {
  readonly host: Host
  readonly complaints: string[]
  /** Null until the first test opens it. */
  page: Page | null
}

/** One for a worker, ended with it; a test that fails ends the worker, so the next one has a fresh one. */
export async function share(use: (shared: Shared) => Promise<void>): Promise<void> {
  const { home, remove } = temporaryHome()
  const host = await startHost(home)
  const shared: Shared = { host, complaints: [], page: null }
  await use(shared)
  await shared.page?.context().close()
  await host.stop()
  remove()
}

/** The shared page at the start, with nothing of the test before on it. */
export async function sharedPage(
  shared: Shared,
  browser: Browser,
  open: (page: Page) => Promise<void>,
): Promise<Page> {
  if (shared.page === null) {
    shared.page = await (await browser.newContext()).newPage()
    await open(shared.page)
  }
  const { page } = shared
  await page.mouse.move(0, 0)
  await visit(page, '#/start')
  await page.getByRole('heading', { name: /^Workspace / }).waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).evaluateAll(dismiss)
  await page.waitForFunction(isClear)
  return page
}

/** Notices of the test before would be taken for this one's. */
const dismiss = (buttons: (HTMLElement | SVGElement)[]) => {
  for (const button of buttons) (button as HTMLElement).click()
}

const isClear = () => document.querySelector('[aria-label="Dismiss"], [role="dialog"]') === null
