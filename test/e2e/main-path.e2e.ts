import { expect, type Page } from '@playwright/test'
import { test } from './support/fixture.ts'
import { visit } from './support/steps.ts'

/** Chooses an option of a select or multi-select by its label. */
async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option }).click()
  await page.keyboard.press('Escape')
}

test('sample, run, compare, simulate, publish', async ({ workbench: page }) => {
  await test.step('the sample comes with one click', async () => {
    await page.getByRole('button', { name: 'Open the sample workspace' }).click()
    await expect(page.getByRole('button', { name: 'Cases' })).toContainText('1,319', {
      timeout: 30_000,
    })
  })

  await test.step('two columns are run over GSM8K, with progress', async () => {
    await visit(page, '#/runs/new')
    await choose(page, 'Dataset', /gsm8k/i)
    await choose(page, 'Template', 'gsm8k-solver')
    await choose(page, 'Models', /175b_finetuning/)
    await choose(page, 'Models', /175b_verification/)
    await choose(page, 'Models', 'echo')
    await page.getByRole('button', { name: 'Start the run' }).click()
    await expect(page.getByRole('progressbar', { name: 'Progress of the run' })).toBeVisible()
    await expect(page.locator('main').getByText('Finished', { exact: true })).toBeVisible({
      timeout: 120_000,
    })
    const figures = page.getByRole('table', { name: 'Figures per column' })
    await expect(figures.getByRole('row', { name: /175b_finetuning/ })).toContainText('34.7%')
    await expect(figures.getByRole('row', { name: /175b_verification/ })).toContainText('56.3%')
  })

  await test.step('one cell tells everything', async () => {
    await page.locator('.ag-row').first().locator('[col-id]').last().click()
    const drawer = page.getByRole('dialog', { name: 'Result' })
    await expect(drawer.getByText('Assertions')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
  })

  await test.step('the comparison has a verdict, an interval and the flips', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Compare').click()
    await expect(page.getByRole('heading', { name: 'The candidate is better.' })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Difference/ })).toContainText('+21.5 points')
    await expect(page.getByText(/^Fixed \(\d+\)$/)).toBeVisible()
    await expect(page.locator('.ag-row').first()).toBeVisible()
  })

  await test.step('the simulation says how many users a live test needs', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Simulate').click()
    await page.getByRole('button', { name: 'Simulate', exact: true }).click()
    await expect(page.getByRole('heading', { name: /users, .* find the better one/ })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByRole('img', { name: /Chance that the test finds/ })).toBeVisible()
  })

  await test.step('the version is published to the trial store and listed there', async () => {
    await visit(page, '#/publishing')
    await page.getByRole('button', { name: 'Add a shared store' }).last().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
    await expect(page.getByRole('heading', { name: 'trial', level: 1 })).toBeVisible({
      timeout: 60_000,
    })
    const migrate = page.getByRole('button', { name: 'Bring the schema up to date' })
    await expect(page.getByRole('heading', { name: 'Connection' })).toBeVisible({ timeout: 30_000 })
    if (await migrate.isVisible()) await migrate.click()
    await visit(page, '#/publishing/publish?remote=trial')
    await choose(page, 'Template', 'gsm8k-solver')
    await page.getByRole('button', { name: 'Show the plan' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('Better in the comparison')
    await page.getByRole('button', { name: 'Publish as production' }).click()
    const listed = page.getByRole('table', { name: 'Published versions' }).getByRole('row').nth(1)
    await expect(listed).toContainText('gsm8k-solver')
    await expect(listed).toContainText('production')
    await page.getByRole('radiogroup').getByText('Audit trail').click()
    await expect(page.getByRole('table', { name: 'Audit trail' })).toContainText(
      'Better in the comparison',
    )
  })
})
