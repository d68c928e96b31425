import { expect, test } from './support/fixture.ts'
import { visit } from './support/steps.ts'

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
})
