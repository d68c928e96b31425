import { expect, test } from './support/fixture.ts'
import { visit } from './support/steps.ts'

test('the palette reaches commands and pages by keyboard', async ({ workbench: page }) => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Search commands and objects' }).fill('go datasets')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/datasets$/)
  await expect(page.getByText('Choose a dataset')).toBeVisible()
})

test('a question mark shows every shortcut', async ({ workbench: page }) => {
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet.getByText('Open a template by name')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('a reload comes back to the same place and tabs', async ({ workbench: page }) => {
  await visit(page, '#/settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  const tabs = page.getByRole('navigation', { name: 'Open tabs' })
  await expect(tabs.getByRole('link')).toHaveText(['Start', 'Settings'])
})

test('a session that ended says what to do', async ({ workbench: page, complaints }) => {
  await page.context().clearCookies()
  await page.evaluate(() => window.location.reload())
  await expect(page.locator('body')).toContainText(/galley serve/)
  // The refused calls are the point of this test.
  complaints.length = 0
})
