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

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const question = page.getByRole('dialog', { name: 'What saving changes' })
  await expect(question).toContainText('Off to Paris.')
  await question.getByRole('button', { name: 'Save it' }).click()
  await expect(page.getByText('Saved.').first()).toBeVisible()

  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByRole('option', { name: /no_cities/ })).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('option', { name: /no_cities/ })).toBeVisible()
})

test('a moderation service has its time limit, its attempts and a key that no page reads back', async ({
  workbench: page,
}) => {
  await visit(page, '#/guardrails/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('moderated')
  await page.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'Moderation service' }).click()
  await page.getByRole('textbox', { name: 'Waits, in ms' }).fill('1500')
  await page.getByRole('textbox', { name: 'Tries again' }).fill('3')
  await page.getByRole('textbox', { name: 'Name of the key' }).fill('moderation')
  await page.getByLabel('Key “moderation”').fill('not-a-real-key')
  await page.getByRole('button', { name: 'Keep the key' }).click()
  // A machine without a keyring says how to give the key instead.
  await expect(
    page.getByText(/is in the secret store|GALLEY_SECRET_GUARDRAIL_MODERATION/).first(),
  ).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'moderated', level: 1 })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Waits, in ms' })).toHaveValue('1500')
  await expect(page.getByRole('textbox', { name: 'Tries again' })).toHaveValue('3')
})
