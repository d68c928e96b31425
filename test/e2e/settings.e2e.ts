import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { createTemplate, insert } from './support/editor.ts'
import { expect, test } from './support/fixture.ts'
import { startModels } from './support/model-server.ts'
import { expectAccessible, visit } from './support/steps.ts'

test('a backup is made and restored, the restoring is taken back, and all of it is copied', async ({
  workbench: page,
  home,
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

  await test.step('the workspace is copied to another folder, and one goes on in the copy', async () => {
    await visit(page, '#/settings')
    await page.getByRole('button', { name: 'Copy to another folder' }).click()
    const dialog = page.getByRole('dialog', { name: 'Copy the workspace to another folder' })
    const folder = dialog.getByRole('textbox', { name: 'Folder' })
    await expect(folder).toBeFocused()
    await folder.fill(home)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toBeVisible()
    await folder.fill(join(home, 'moved'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Workspace moved' })).toBeVisible()
    await page.getByRole('link', { name: 'Templates', exact: true }).click()
    await expect(list).toContainText('after')
    await visit(page, '#/settings')
    await expect(page.getByRole('table', { name: 'Data of the workspace' })).toContainText('moved')
  })
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
  await expect(list.getByRole('row', { name: /gpt-4o-mini .* 01\.11\.2025 Galley/ })).toBeVisible()
  await expectAccessible(page)
  await prices.getByRole('button', { name: 'Remove the price of m2' }).click()
  await expect(prices).not.toContainText('m2')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(prices).toContainText('m2')
  await models.stop()
})

test('the density moves rows, lists and pages closer and stays; diagnostics hold nothing of the author', async ({
  workbench: page,
  context,
  home,
}) => {
  await createTemplate(page, 'confidential')
  await insert(page, 'the words of the author')
  await visit(page, '#/settings')
  await addProvider(page, 'acme', 'http://127.0.0.1:9/v1')
  const heights = async () => ({
    list: await heightOf(page, '#/templates', page.getByRole('option').first()),
    row: await heightOf(page, '#/settings', page.getByRole('row', { name: /gpt-4o-mini/ })),
    button: await heightOf(page, '#/settings', page.getByRole('button', { name: 'Back up now' })),
    tabs: await heightOf(page, '#/settings', page.getByRole('navigation', { name: 'Open tabs' })),
  })
  const comfortable = await heights()
  await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked()
  for (const [part, height] of Object.entries(await heights())) {
    expect(height, part).toBeLessThan(comfortable[part as keyof typeof comfortable])
  }

  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy all' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('1 template')
  for (const secret of ['confidential', 'words of the author', 'acme', '127.0.0.1', home]) {
    expect(copied).not.toContain(secret)
  }
})

async function addProvider(page: Page, name: string, url: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a provider' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a provider' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await dialog.getByRole('textbox', { name: 'Base URL' }).fill(url)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()
}

async function heightOf(page: Page, hash: string, part: Locator): Promise<number> {
  await visit(page, hash)
  await expect(part).toBeVisible()
  return (await part.boundingBox())?.height ?? 0
}
