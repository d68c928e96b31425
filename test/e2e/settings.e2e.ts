import { createTemplate } from './support/editor.ts'
import { expect, test } from './support/fixture.ts'
import { startModels } from './support/model-server.ts'
import { expectAccessible, visit } from './support/steps.ts'

test('a backup is made and restored, and the restoring is taken back', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'before')
  await visit(page, '#/settings')
  await page.getByRole('button', { name: 'Back up now' }).click()
  const backups = page.getByRole('table', { name: 'Backups' })
  await expect(backups.getByRole('row')).toHaveCount(2)
  await createTemplate(page, 'after')
  const list = page.getByRole('listbox', { name: 'Templates' })
  await expect(list).toContainText('after')

  await visit(page, '#/settings')
  await backups.getByRole('button', { name: /Restore the backup/ }).click()
  await page.getByRole('button', { name: 'Restore', exact: true }).last().click()
  await expect(page.getByText('The backup was restored.')).toBeVisible()
  await page.getByRole('link', { name: 'Templates', exact: true }).click()
  await expect(list).not.toContainText('after')
  await expect(list).toContainText('before')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(list).toContainText('after')
})

test('prices are set and taken back, and numbers are written in the chosen language', async ({
  workbench: page,
  host,
}) => {
  const models = await startModels(() => 'OK')
  await models.addTo(host)
  await visit(page, '#/settings')
  await page.getByRole('combobox', { name: 'Dates and numbers' }).click()
  await page.getByRole('option', { name: 'Deutsch' }).click()
  await expect(page.getByText('39,0 %')).toBeVisible()
  const prices = page.getByRole('table', { name: 'Prices' })
  await page.getByRole('combobox', { name: 'Model', exact: true }).fill('local/m2')
  await page.getByRole('textbox', { name: 'Prompt, $' }).fill('2.5')
  await page.getByRole('textbox', { name: 'Answer, $' }).fill('10')
  await page.getByRole('button', { name: 'Set the price' }).click()
  await expect(prices).toContainText('2,5')
  const list = page.getByRole('table', { name: 'What models cost' })
  await expect(list.getByRole('row', { name: /gpt-4o-mini .* 2025-11-01 Galley/ })).toBeVisible()
  await expectAccessible(page)
  await prices.getByRole('button', { name: 'Remove the price of m2' }).click()
  await expect(prices).not.toContainText('m2')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(prices).toContainText('m2')
  await models.stop()
})
