import { expect } from './support/fixture.ts'
import { test } from './support/staged.ts'
import { expectAccessibleInBothThemes, visit } from './support/steps.ts'

test('the trend of a template is reached from its history and leads to its runs and back', async ({
  workbench: page,
  stage: { solver, run },
}) => {
  await visit(page, `#/templates/${solver}/history`)
  await page.getByRole('button', { name: 'Belongs to it' }).click()
  await page.getByRole('menuitem', { name: 'Its trend over runs' }).click()
  const runs = page.getByRole('table', { name: 'Runs of the trend' })
  await expect(runs.getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('img', { name: /^Pass rate over 1 results?/ })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`trend.*${solver}`))
  await expectAccessibleInBothThemes(page)
  await runs.getByRole('link', { name: /:/ }).click()
  await expect(page).toHaveURL(new RegExp(`#/runs/${run}$`))
  await page.getByRole('link', { name: 'Trend', exact: true }).click()
  await expect(runs).toBeVisible()
})

test('without results, and for an unknown template, the trend says what to do', async ({
  workbench: page,
  stage: { template },
}) => {
  await visit(page, `#/runs/trend?template=${template}`)
  await expect(page.getByText('No results yet')).toBeVisible()
  await visit(page, '#/runs/trend')
  await expect(page.getByText('No template is named')).toBeVisible()
  await visit(page, '#/runs/trend?template=01900000-0000-7000-8000-0000000000ff')
  await expect(page.getByRole('alert')).toBeVisible()
})
