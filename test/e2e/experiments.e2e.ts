import type { Page } from '@playwright/test'
import { expect } from './support/fixture.ts'
import { test } from './support/staged.ts'
import { chooseTheme, expectAccessibleInBothThemes, visit } from './support/steps.ts'

async function design(page: Page, name: string): Promise<void> {
  await visit(page, '#/experiments/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).first().fill(name)
  await page.getByRole('combobox', { name: 'Template' }).click()
  await page.getByRole('option', { name: /gsm8k/ }).first().click()
  await expect(page.getByRole('textbox', { name: 'Share of variant' })).toHaveValue('50%')
}

const figure = (page: Page, label: string) =>
  page.getByRole('button', { name: new RegExp(`^${label}`) })

test('a design shows its power as the sliders move, is simulated and kept', async ({
  workbench: page,
  host,
}) => {
  await design(page, 'shorter-answers')
  await test.step('a template that gets its first version meanwhile can be chosen', async () => {
    const content = { body: { kind: 'text', text: 'x' } }
    await host.api('POST', '/templates', { name: 'late', content })
    await host.api('POST', '/templates/late/versions', {})
    await page.getByRole('combobox', { name: 'Template' }).click()
    await expect(page.getByRole('option', { name: 'late' })).toBeVisible()
    await page.keyboard.press('Escape')
  })
  const users = await figure(page, 'Users').innerText()
  const effect = page.getByRole('slider', { name: 'The difference to find' })
  await effect.focus()
  for (let press = 0; press < 6; press += 1) await effect.press('ArrowRight')
  await expect(figure(page, 'Users')).not.toHaveText(users)
  await expect(figure(page, 'Power of the rule')).toContainText('%')

  await page.getByRole('button', { name: 'Simulate' }).click()
  const table = page.getByRole('table', { name: 'Rules side by side' })
  await expect(table).toBeVisible({ timeout: 30_000 })
  await expect(table).toContainText('Group sequential')
  await expect(table).toContainText('Peeking')
  await expectAccessibleInBothThemes(page)

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'shorter-answers', level: 1 })).toBeVisible()
  await expect(page.getByRole('option', { name: /shorter-answers/ })).toContainText('draft')
})

test('a simulation that plays every test tells how far it is, and stops when told to', async ({
  workbench: page,
}) => {
  await chooseTheme(page, 'dark')
  await design(page, 'long')
  await page.getByRole('textbox', { name: 'Tests played' }).fill('1000000')
  await page.getByRole('combobox', { name: 'Method' }).click()
  await page.getByRole('option', { name: 'play every test' }).click()
  await page.getByRole('button', { name: 'Simulate' }).click()
  await expect(page.getByRole('progressbar', { name: 'Tests played' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('button', { name: 'Simulate' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Rules side by side' })).toBeHidden()
})

test('shares that do not add up are said at once and refused at save', async ({
  workbench: page,
}) => {
  await design(page, 'unequal')
  await page.getByRole('textbox', { name: 'Share of variant' }).fill('30')
  await expect(page.getByRole('alert').first()).toContainText('add up to 80%')
  await page.getByRole('button', { name: 'Share equally' }).click()
  await expect(page.getByRole('textbox', { name: 'Share of variant' })).toHaveValue('50%')
})
