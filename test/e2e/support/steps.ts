import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

/** In the page, once its source is there. */
declare const axe: typeof import('axe-core')

/** Goes to a place in the workbench by its hash. */
export async function visit(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, hash)
}

export type Theme = 'light' | 'dark'

/** Sets the theme as the settings page would, for this and every later load. */
export async function chooseTheme(page: Page, theme: Theme): Promise<void> {
  await visit(page, '#/settings')
  const choice = page.getByRole('radiogroup', { name: 'Theme' })
  await choice.getByText(theme === 'light' ? 'Light' : 'Dark').click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
}

/** The same in both themes: the whole in the one shown, and in the other what depends on colours. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  const shown = (await page.locator('html').getAttribute(THEME)) as Theme
  await settleIn(page, shown)
  await expectAccessible(page)
  const other = shown === 'light' ? 'dark' : 'light'
  // The page takes its theme from the system as long as nobody has chosen one.
  await page.emulateMedia({ colorScheme: other })
  await settleIn(page, other)
  await expectAccessible(page, ['color-contrast', 'link-in-text-block'])
}

const THEME = 'data-mantine-color-scheme'

/** Resolves when the page is in a theme; a colour on its way from one to the other is neither's. */
async function settleIn(page: Page, theme: Theme): Promise<void> {
  await page.waitForFunction(
    ([name, wanted]) =>
      document.documentElement.getAttribute(name) === wanted &&
      !document.getAnimations().some((one) => one instanceof CSSTransition),
    [THEME, theme] as const,
  )
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

/** No serious or critical violation of accessibility on what is shown now, by all of axe's usual rules or some. */
export async function expectAccessible(page: Page, rules: string[] = []): Promise<void> {
  // Once per load, and run in the page itself: axe's own builder brings all of it anew, twice, and opens a tab each time.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  expect(await page.evaluate(findGrave, rules)).toEqual([])
}

/** Runs in the page. Frames are not looked into: the workbench has none. */
async function findGrave(rules: string[]) {
  if (document.querySelector('iframe, frame') !== null) throw new Error('axe sees no frames')
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    ...(rules.length === 0 ? {} : { runOnly: rules }),
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }))
}
