import { expect, test } from './support/fixture.ts'
import { expectAccessible, visit } from './support/steps.ts'

test('a rule is written, tried before it is saved, and archived with a way back', async ({
  workbench: page,
}) => {
  await visit(page, '#/guardrails/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('no_cities')
  const words = page.getByRole('combobox', { name: 'Words' })
  await words.fill('Paris')
  await words.press('Enter')
  await page.getByRole('button', { name: 'Add a sample' }).click()
  await page.getByRole('textbox', { name: 'Sample 1' }).fill('Off to Paris.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'no_cities', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText('1 of 1 as expected')).toBeVisible()

  await words.press('Backspace')
  await words.fill('Rome')
  await words.press('Enter')
  await page.getByRole('button', { name: 'Try it' }).click()
  const effect = page.getByRole('table', { name: 'What saving would change' })
  await expect(effect).toContainText('newly missed')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('option', { name: /no_cities/ })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('option', { name: /no_cities/ })).toBeVisible()
})
