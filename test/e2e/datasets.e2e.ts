import { workbook } from '../fixtures/malformed/workbooks.ts'
import { expect, test } from './support/fixture.ts'
import { expectAccessible, visit } from './support/steps.ts'

const file = (text: string) => ({
  name: 'capitals.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

test('bad rows are told with row and column; mended, all rows come in', async ({
  workbench: page,
}) => {
  await visit(page, '#/datasets/import')
  const chooser = page.locator('input[type="file"]')
  await chooser.setInputFiles(
    file('question,expected\nCapital of France?,Paris\nCapital of Spain?,Madrid,extra\n'),
  )
  const problems = page.getByRole('table', { name: 'Rows that cannot be read' })
  await expect(problems.getByRole('row').nth(1)).toContainText('3')
  await expect(page.getByRole('button', { name: /^Import \d/ })).toBeHidden()

  await chooser.setInputFiles(
    file('question,expected\nCapital of France?,Paris\nCapital of Spain?,Madrid\n'),
  )
  await expect(page.getByRole('table', { name: 'First cases' })).toContainText('Madrid')
  await page.getByRole('button', { name: 'Import 2 cases' }).click()
  await expect(page.getByRole('heading', { name: 'capitals', level: 1 })).toBeVisible()
  await expect(page.getByRole('gridcell', { name: 'Capital of Spain?' })).toBeVisible()

  await test.step('the palette opens a case by a text of it, and by its place', async () => {
    const search = page.getByRole('textbox', { name: 'Search commands and objects' })
    await page.keyboard.press('ControlOrMeta+k')
    await search.fill('of spain')
    await expect(page.getByRole('button', { name: 'capitals 2 Capital of Spain?' })).toBeVisible()
    await expectAccessible(page)
    await search.fill('capitals 1')
    await expect(page.getByText('Case of v1')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'Case 1 of capitals v1' })).toContainText('Paris')
  })
})

test('a case is written in place, undone, and saved as a version that says what changed', async ({
  workbench: page,
}) => {
  await visit(page, '#/datasets/import')
  const rows = 'question,expected\nCapital of France?,Paris\nCapital of Spain?,Madird\n'
  await page.locator('input[type="file"]').setInputFiles(file(rows))
  // Taken for it by its name; one may say otherwise.
  const becomes = page.getByRole('combobox', { name: 'What expected becomes' })
  await expect(becomes).toHaveValue('Expected answer')
  await page.getByRole('button', { name: 'Import 2 cases' }).click()
  const wrong = page.getByRole('gridcell', { name: 'Madird' })
  await wrong.dblclick()
  const editor = page.getByRole('textbox', { name: /Input Editor/i })
  await editor.fill('Madrid')
  await editor.press('Enter')
  await expect(page.getByRole('gridcell', { name: 'Madrid', exact: true })).toBeVisible()
  await expect(page.getByText('1 changed, 0 added, 0 removed')).toBeVisible()

  await page.getByRole('gridcell', { name: 'Capital of France?' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('1 changed, 0 added, 1 removed')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('1 changed, 0 added, 0 removed')).toBeVisible()
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  await expect(page.getByText('Saved as version 2.')).toBeVisible()

  await page.getByRole('radiogroup', { name: 'Part of the dataset' }).getByText('Versions').click()
  await expect(page.getByRole('table', { name: 'Versions' }).getByRole('row')).toHaveCount(3)
  await expect(page.getByRole('table', { name: 'Changed cases' })).toContainText('Madird → Madrid')
  await expectAccessible(page)
})

test('a dataset is split, looked through for duplicates and held to a schema', async ({
  workbench: page,
}) => {
  await visit(page, '#/datasets/import')
  const rows = ['question', 'What is 1+1?', 'what is  1+1', 'What is 2+2?', 'Who are you?']
  await page.locator('input[type="file"]').setInputFiles(file(rows.join('\n')))
  await page.getByRole('button', { name: 'Import 4 cases' }).click()
  const part = page.getByRole('radiogroup', { name: 'Part of the dataset' })

  await part.getByText('Duplicates').click()
  await page.getByRole('button', { name: 'Look for duplicates' }).click()
  await expect(page.getByRole('table', { name: 'Duplicates' })).toContainText('the same')
  await page.getByRole('button', { name: 'Remove 1 duplicate' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Version 2 has 3 cases.')).toBeVisible()

  await part.getByText('Splits').click()
  await page.getByRole('button', { name: 'Split as version 3' }).click()
  await expect(page.getByText(/Version 3: /)).toBeVisible()
  await expectAccessible(page)

  await part.getByText('Schema').click()
  const inputs = page.getByRole('textbox', { name: 'Inputs of a case' })
  await inputs.fill('{"properties": {"question": {"minLength": 13}}}')
  await page.getByRole('button', { name: 'Check the cases' }).click()
  await expect(page.getByRole('table', { name: 'Rows that cannot be read' })).toContainText(
    'question',
  )
  await expectAccessible(page)
})

test('a workbook is read with a choice of its sheets', async ({ workbench: page, host }) => {
  await visit(page, '#/datasets/import')
  const bytes = Buffer.from(
    workbook('<row><c t="inlineStr"><is><t>q</t></is></c></row><row><c><v>42</v></c></row>'),
  )
  const name = 'answers.xlsx'
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: '', buffer: bytes })
  await expect(page.getByRole('table', { name: 'First cases' })).toContainText('42')
  await page.getByRole('button', { name: 'Import 1 case' }).click()
  await expect(page.getByRole('heading', { name: 'answers', level: 1 })).toBeVisible()
  expect(await host.api('GET', '/datasets/answers')).toMatchObject({ caseCount: 1 })

  const row = page.locator('.ag-row').first()
  await test.step('Tab leaves a grid from any of its cells', async () => {
    await page.locator('.ag-header-cell').first().focus()
    await page.keyboard.press('ArrowDown')
    await expect(row.locator('.ag-cell').first()).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(page.locator('.ag-root :focus')).toHaveCount(0)
  })

  await test.step('the density is that of grids, too', async () => {
    const height = async () => (await row.boundingBox())?.height ?? 0
    const comfortable = await height()
    const place = new URL(page.url()).hash
    await visit(page, '#/settings')
    await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click()
    await visit(page, place)
    await expect(row).toBeVisible()
    await expect.poll(height).toBeLessThan(comfortable)
  })
})
