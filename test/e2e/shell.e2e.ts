import { basename, join } from 'node:path'
import { createTemplate, editorOf, expectSaved, insert } from './support/editor.ts'
import { expect, onlyWithBrowserHost, test } from './support/fixture.ts'
import { expectAccessible, visit } from './support/steps.ts'

test('the palette reaches commands and pages by keyboard', async ({ workbench: page }) => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Search commands and objects' }).fill('go datasets')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/datasets$/)
  await expect(page.getByRole('link', { name: 'Import a dataset' }).last()).toBeVisible()
})

test('a dialog opens over any page, and what is typed in it is not lost by leaving', async ({
  workbench: page,
}) => {
  await visit(page, '#/settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Alt+n')
  await page.keyboard.type('at once')
  const dialog = page.getByRole('dialog', { name: 'New template' })
  const name = dialog.getByRole('textbox', { name: 'Name' })
  await expect(name).toHaveValue('at once')
  await page.keyboard.press('Alt+w')
  await expect(page.getByText('“New template” holds what you typed.')).toBeVisible()
  const question = page.getByRole('dialog', { name: 'Give up what you typed in “New template”?' })
  await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  await expect(name).toHaveValue('at once')
  await visit(page, '#/runs')
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(name).toHaveValue('at once')
  await expect(page).toHaveURL(/#\/settings$/)
  await visit(page, '#/runs')
  await question.getByRole('button', { name: 'Give it up' }).click()
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/#\/runs$/)
  await expect(page.getByRole('contentinfo').getByRole('link')).toHaveText([/./, 'No shared store'])
})

test('a question mark shows the commands of every page, those of the one shown first', async ({
  workbench: page,
}) => {
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const groups = sheet.getByRole('heading', { level: 3 })
  await page.keyboard.press('?')
  await expect(sheet.getByRole('row', { name: /Open a template by name.*P/ })).toBeVisible()
  await expect(sheet.getByRole('row', { name: /Save version.*S/ })).toBeVisible()
  await expect(groups.last()).toHaveText('Go to')
  await page.keyboard.press('Escape')
  await visit(page, '#/runs')
  await page.keyboard.press('?')
  await expect(groups.first()).toHaveText('Runs')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
})

test('a reload comes back to the same place and tabs', async ({ workbench: page }) => {
  await visit(page, '#/settings')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  const tabs = page.getByRole('navigation', { name: 'Open tabs' })
  await expect(tabs.getByRole('link')).toHaveText(['Start', 'Settings'])
})

test('a way back, and a reload, find the panel, the caret and the scroll again', async ({
  workbench: page,
}) => {
  const hash = await createTemplate(page, 'long')
  await insert(page, Array.from({ length: 300 }, (_, line) => `Line ${line + 1}.`).join('\n'))
  await expectSaved(page)
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByRole('tab', { name: 'Try it' }).click()
  await editorOf(page).focus()
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('PageUp')
  const shown = page.locator('.view-lines').first()
  await expect(shown).not.toContainText(/Line.300\./)
  const numbers = await page.locator('.line-numbers').allTextContents()
  const isSame = async () => {
    await expect(page.getByRole('tab', { name: 'Settings' })).toHaveAttribute(
      'aria-selected',
      'true',
    )
    await expect(page.getByRole('tab', { name: 'Try it' })).toHaveAttribute('aria-selected', 'true')
    await expect
      .poll(async () => (await page.locator('.line-numbers').allTextContents()).sort())
      .toEqual(numbers.sort())
  }
  await visit(page, '#/settings')
  await page.locator('#page section > div').first().hover()
  await page.mouse.wheel(0, 300)
  const top = () => page.evaluate(() => document.querySelector('#page section > div')?.scrollTop)
  await expect.poll(top).toBeGreaterThan(100)
  const scrolled = await top()
  await visit(page, hash)
  await isSame()
  await page.reload()
  await isSame()
  await editorOf(page).focus()
  await page.keyboard.insertText('HERE')
  await expect(shown).toContainText('HERE')
  await visit(page, '#/settings')
  await expect.poll(top).toBe(scrolled)
})

test('a session that ended says what to do', async ({ workbench: page, complaints }, info) => {
  onlyWithBrowserHost(info)
  await page.context().clearCookies()
  await page.evaluate(() => window.location.reload())
  await expect(page.locator('body')).toContainText('Press Enter where Galley runs')
  // The refused calls are the point of this test.
  complaints.length = 0
})

test('another workspace opens in this tab, keeps what was typed, and the way back is one click', async ({
  workbench: page,
  host,
}) => {
  const hash = await createTemplate(page, 'unsaved')
  await insert(page, 'typed just now')
  await visit(page, '#/start')
  await page.getByRole('button', { name: 'New', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New workspace' })
  await dialog.getByRole('textbox', { name: 'Folder' }).fill('support')
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await expect(dialog.getByText('is not a whole path')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(host.home, 'support'))
  await dialog.getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('heading', { name: 'Workspace support' })).toBeVisible()
  await expectAccessible(page)
  const tabs = page.getByRole('navigation', { name: 'Open tabs' })
  await expect(tabs.getByRole('link')).toHaveText(['Start'])

  const other = await page.context().newPage()
  await other.goto(`${host.origin}/${hash}`)
  await expect(other.getByText('typed just now').first()).toBeVisible()
  await other.close()

  await page.keyboard.press('ControlOrMeta+k')
  const search = page.getByRole('textbox', { name: 'Search commands and objects' })
  await search.fill(basename(host.home))
  await expect(page.getByText(`Workspace in ${host.home}`)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(tabs.getByRole('link')).toHaveText(['Start', 'unsaved'])
  await page.goto(`${host.origin}/?workspace=gone`)
  await expect(page.getByText('The workspace of this address cannot be opened')).toBeVisible()
})
