import type { Page } from '@playwright/test'
import { createTemplate, editorOf, expectSaved, insert } from './support/editor.ts'
import { expect, sharedTest as test } from './support/fixture.ts'

const suggestions = (page: Page) => page.locator('.suggest-widget')

/** The words of the editor on screen; Monaco draws spaces as another character. */
const shownText = (page: Page) => page.locator('.view-lines').first()

/** Puts the mouse on a word of the text. */
async function hoverWord(page: Page, word: string): Promise<void> {
  await page.locator('.view-lines span').getByText(word, { exact: true }).first().hover()
}

test('filters with their signature, variables and members are completed', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'completion')
  await insert(page, '{{ customer }}')
  await expect(page.getByText('Used but not declared: customer')).toBeVisible()
  await page.keyboard.press('ControlOrMeta+End')

  await test.step('a variable that is in use', async () => {
    await page.keyboard.insertText('\n{{ ')
    await page.keyboard.type('cust')
    await expect(suggestions(page)).toContainText('customer')
    await page.keyboard.press('Tab')
    await expect(shownText(page)).toContainText(/\{\{.customer.*\{\{.customer/s)
  })

  await test.step('a filter, with what it takes', async () => {
    await page.keyboard.type(' | trunc')
    await expect(suggestions(page)).toContainText("truncate(length=255, killwords=False, end='...'")
    await page.keyboard.press('Tab')
    await page.keyboard.type('(')
    await expect(page.locator('.parameter-hints-widget')).toContainText('killwords=False')
    await expect(page.locator('.parameter-hints-widget')).toContainText('At most that many')
  })
})

test('a tag written whole is closed once, and ends the writer made stay', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'typing')
  await editorOf(page).focus()
  await page.keyboard.type('{# who #}Hi {{ customer.name }}, {% if a %}x{% endif %} bye')
  await expectSaved(page)
  const typed = () => shownText(page).innerText()
  await expect
    .poll(async () => (await typed()).replaceAll(/\s/gu, ' '))
    .toBe('{# who #}Hi {{ customer.name }}, {% if a %}x{% endif %} bye')

  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.type('{{ }} }}')
  await expect.poll(async () => (await typed()).replaceAll(/\s/gu, ' ')).toBe('{{ }} }}')
})

test('hovering explains filters and variables', async ({ workbench: page }) => {
  await createTemplate(page, 'hover')
  await insert(page, '{{ student | upper }} {{ student }}')
  await expect(page.getByText('Used but not declared: student')).toBeVisible()
  await hoverWord(page, 'upper')
  await expect(page.locator('.monaco-hover').first()).toContainText('All letters upper case.')
  await page.mouse.move(0, 0)
  await hoverWord(page, 'student')
  await expect(page.locator('.monaco-hover').first()).toContainText('used twice')
})

test('a variable is renamed everywhere, with its declaration and sample value', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'renaming')
  await insert(page, '{{ name }} and {{ name | upper }}')
  await page.getByRole('button', { name: 'Declare', exact: true }).click()
  await page.getByRole('textbox', { name: 'Sample value of name' }).fill('Ada')
  await editorOf(page).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F2')
  const input = page.locator('.rename-input')
  await expect(input).toBeVisible()
  await input.fill('student')
  await input.press('Enter')
  await expect(shownText(page)).toContainText(/student.*and.*student/)
  await expect(page.getByRole('textbox', { name: 'Sample value of student' })).toHaveValue('Ada')
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Ada and ADA')
  await expect(page.getByText('No problems')).toBeVisible()
})

test('quick fixes: a misspelt filter, a variable that is not declared, one that is not used', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'mending')
  await insert(page, '{{ "a" | uper }}')
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('did you mean')
  await page.keyboard.press('ControlOrMeta+Home')
  for (let i = 0; i < 11; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ControlOrMeta+.')
  await page.getByText('Change to “upper”').click()
  await expect(shownText(page)).toContainText('upper')
  await expect(page.getByText('No problems')).toBeVisible()

  await test.step('declared as the text uses it, and taken out when the text is gone', async () => {
    await page.keyboard.press('ControlOrMeta+a')
    await insert(page, '{% for one in pupils %}{{ one.name }}{% endfor %}')
    await expect(page.getByRole('list', { name: 'Problems' })).toContainText('not declared')
    await page.keyboard.press('ControlOrMeta+Home')
    for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ControlOrMeta+.')
    await page.getByText('Declare “pupils” in the input schema').click()
    await expect(page.getByRole('combobox', { name: 'Type of pupils' })).toHaveValue('array')
    await expect(page.getByText('is not declared')).toBeHidden()
    await page.keyboard.press('ControlOrMeta+a')
    await insert(page, 'Nobody.')
    await expect(page.getByRole('list', { name: 'Problems' })).toContainText('never used')
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('ControlOrMeta+.')
    await page.getByText('Remove the unused “pupils” from the input schema').click()
    await expect(page.getByText('No problems')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('combobox', { name: 'Type of pupils' })).toBeVisible()
  })
})

test('go to definition: a macro in the text, another template on its page', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'footer')
  await insert(page, 'Kind regards')
  await expectSaved(page)
  await createTemplate(page, 'farewell')
  await insert(page, 'Dear you\n{% include "foo')
  await page.keyboard.press('ControlOrMeta+ ')
  await expect(suggestions(page)).toContainText('footer')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText('" %}')
  await expectSaved(page)
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('F12')
  await expect(page.getByRole('heading', { name: 'footer', level: 1 })).toBeVisible()
  await expect(shownText(page)).toContainText(/Kind.regards/)
})
