import { expect, test } from './support/fixture.ts'
import { startModels } from './support/model-server.ts'
import { chooseTheme, expectAccessible, visit } from './support/steps.ts'

test('a provider is added, tested on a click and removed', async ({ workbench: page }) => {
  const models = await startModels(() => 'OK')
  await visit(page, '#/settings')
  await page.getByRole('button', { name: 'Add a provider' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a provider' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('local')
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(models.url)
  await dialog.getByRole('combobox', { name: 'Models' }).fill('m1')
  await page.keyboard.press('Enter')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()

  const row = page.getByRole('table', { name: 'Model providers' }).getByRole('row').nth(1)
  await expect(row).toContainText(models.url)
  expect(models.asked()).toBe(0)
  await row.getByRole('button', { name: 'Test' }).click()
  await expect(row.getByRole('status')).toContainText('Works')
  expect(models.asked()).toBe(1)
  for (const theme of ['light', 'dark'] as const) {
    await chooseTheme(page, theme)
    await expectAccessible(page)
    await page.screenshot({ path: `out/e2e/providers-${theme}.png` })
  }

  await models.stop()
  await row.getByRole('button', { name: 'Test' }).click()
  await expect(row.getByRole('status')).toContainText('could not be reached')
  await row.getByRole('button', { name: 'Remove' }).click()
  const confirm = page.getByRole('dialog', { name: 'Remove local?' })
  await confirm.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('None yet.')).toBeVisible()
})
