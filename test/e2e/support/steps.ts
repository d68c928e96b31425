import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

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

/** The same in both themes: the whole once, and in the dark theme what depends on colours. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await followSystem(page, 'light')
  await expectAccessible(page)
  await followSystem(page, 'dark')
  await expectAccessible(page, ['color-contrast', 'link-in-text-block'])
}

/** The page takes its theme from the system as long as nobody has chosen one. */
async function followSystem(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
  // A colour on its way from one theme to the other is neither's.
  await expect.poll(() => page.evaluate(countTransitions)).toBe(0)
}

const countTransitions = () =>
  document.getAnimations().filter((one) => one instanceof CSSTransition).length

/** No serious or critical violation of accessibility on what is shown now, by all of axe's usual rules or some. */
export async function expectAccessible(page: Page, rules: string[] = []): Promise<void> {
  const axe = new AxeBuilder({ page })
  if (rules.length > 0) axe.withRules(rules)
  const { violations } = await axe.analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }))
  expect(grave).toEqual([])
}
