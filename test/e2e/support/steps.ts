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

/** No serious or critical violation of accessibility on what is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }))
  expect(grave).toEqual([])
}
