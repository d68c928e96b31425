import { createTemplate, editorOf, expectSaved, insert } from './support/editor.ts'
import { expect, sharedTest as test } from './support/fixture.ts'
import { expectAccessible, expectAccessibleInBothThemes } from './support/steps.ts'

/**
 * Presses Ctrl/Cmd-S and tells what has the focus in the same turn, before the next key could come: it
 * would be written there. Runs in the page.
 */
async function pressToSave(): Promise<string | undefined> {
  const keys = { key: 's', ctrlKey: true, metaKey: true, bubbles: true, cancelable: true }
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', keys))
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  return document.activeElement?.closest('[role=dialog]')?.tagName
}

test('write with an error, mend it by its message, save, change, compare, restore', async ({
  workbench: page,
}) => {
  const preview = page.getByRole('region', { name: 'Preview' })
  const problems = page.getByRole('list', { name: 'Problems' })
  await createTemplate(page, 'greeting')

  await test.step('an error is told with its place and marked in the text', async () => {
    await insert(page, 'Dear {% if name %}{{ name }}\nWelcome.')
    await expect(problems.getByText(/endif/).first()).toBeVisible()
    await expect(page.locator('.squiggly-error').first()).toBeVisible()
    await expect(preview).toContainText('No preview')
  })

  await test.step('mended, only the missing value is left, and then nothing', async () => {
    await page.keyboard.press('ControlOrMeta+Home')
    await page.keyboard.press('End')
    await insert(page, '{% endif %}')
    await expect(page.getByText('Used but not declared: name')).toBeVisible()
    await page.getByRole('button', { name: 'Declare', exact: true }).click()
    await expect(preview).toContainText('give it a sample value under Variables')
    await page.getByRole('textbox', { name: 'Sample value of name' }).fill('Ada')
    await expect(preview).toContainText('Dear Ada')
    await expect(page.getByText('No problems')).toBeVisible()
  })

  await test.step('a version is saved with its note', async () => {
    await page.getByRole('textbox', { name: 'Sample value of name' }).focus()
    expect(await page.evaluate(pressToSave)).toBe('SECTION')
    await page.keyboard.type('A first greeting')
    const dialog = page.getByRole('dialog', { name: 'Save version' })
    await expect(dialog.getByRole('textbox', { name: 'Note' })).toHaveValue('A first greeting')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved as v1.')).toBeVisible()
  })

  await test.step('a window that becomes narrow takes nothing away', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    const search = page.getByRole('textbox', { name: 'Search commands and objects' })
    await search.fill('name, category')
    await expect(page.getByText('Name, category, tags of this template')).toBeVisible()
    await search.press('Enter')
    const description = page.getByRole('dialog').getByRole('textbox', { name: 'Description' })
    await description.fill('Says hello')
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Name' })
    await name.fill('a|b')
    await expect(page.getByRole('dialog')).toContainText('A name has no "|"')
    await expectAccessibleInBothThemes(page)
    await name.fill('greeting')
    await description.focus()
    await page.setViewportSize({ width: 640, height: 600 })
    await expect(page.getByRole('navigation', { name: 'Templates' })).toBeHidden()
    await expect(description).toHaveValue('Says hello')
    await expect(description).toBeFocused()
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  await test.step('a change is shown beside the version', async () => {
    await editorOf(page).focus()
    await page.keyboard.press('ControlOrMeta+End')
    await insert(page, ' Sit down.')
    await expectSaved(page)
    await expect(page.getByText('Draft changed')).toBeVisible()
    await page.getByRole('link', { name: 'History' }).click()
    await expect(page.getByRole('list', { name: 'Versions' })).toContainText('A first greeting')
    await expect(page.locator('.monaco-diff-editor .modified .view-lines')).toContainText(
      /Sit.down/,
    )
    await expect(page.getByRole('textbox', { name: 'Text: v1' })).toBeAttached()
    await expect(page.getByRole('textbox', { name: 'Text: the draft' })).toBeAttached()
    await expect(page.getByText('Unchanged: settings · input schema')).toBeVisible()
  })

  await test.step('restoring brings the version back, and undo brings the draft back', async () => {
    await page.getByRole('button', { name: 'Restore v1' }).click()
    await expect(page.getByText('No difference between v1 and the draft.')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.locator('.monaco-diff-editor .modified .view-lines')).toContainText(
      /Sit.down/,
    )
  })

  await test.step('the draft that the restoring replaced is set aside: compared, brought back, discarded', async () => {
    const aside = page.getByRole('region', { name: 'Drafts set aside' })
    await expect(aside.getByRole('listitem')).toHaveCount(1)
    await aside.getByRole('button', { name: /^Compare/ }).click()
    await expect(
      page.getByText('No difference between the draft set aside and the draft.'),
    ).toBeVisible()
    await expectAccessibleInBothThemes(page)
    await page.getByRole('button', { name: 'Restore v1' }).click()
    await expect(page.locator('.monaco-diff-editor .original .view-lines')).toContainText(
      /Sit.down/,
    )
    await aside
      .getByRole('button', { name: /^Bring back/ })
      .last()
      .click()
    await expect(
      page.getByText('No difference between the draft set aside and the draft.'),
    ).toBeVisible()
    const names = await aside
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.ariaLabel))
    expect(names.length).toBeGreaterThan(3)
    expect(new Set(names).size, 'each button has a name of its own').toBe(names.length)
    for (let left = await aside.getByRole('listitem').count(); left > 0; left -= 1) {
      await aside
        .getByRole('button', { name: /^Discard/ })
        .first()
        .click()
      if (left === 1) await expectAccessibleInBothThemes(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Discard it' }).click()
      await expect(aside.getByRole('listitem')).toHaveCount(left - 1)
    }
    await expect(aside).toContainText('None.')
  })
})

test('a template includes another and takes its newer version over', async ({
  workbench: page,
}) => {
  const preview = page.getByRole('region', { name: 'Preview' })
  const save = async () => {
    await page.keyboard.press('ControlOrMeta+s')
    await page
      .getByRole('dialog', { name: 'Save version' })
      .getByRole('button', { name: 'Save' })
      .click()
  }
  await createTemplate(page, 'tone')
  await insert(page, 'Be kind.')
  await save()
  await expect(page.getByText('Saved as v1.')).toBeVisible()
  await createTemplate(page, 'letter')
  await insert(page, "{% include 'tone' %} Dear reader")
  await expect(preview).toContainText('Be kind. Dear reader')

  await page.getByRole('region', { name: 'Partials' }).getByRole('link', { name: 'tone' }).click()
  const users = page.getByRole('region', { name: 'Included by' })
  await expect(users.getByRole('listitem')).toHaveText('letter takes v1')
  await expect(users.getByRole('link', { name: 'letter' })).toHaveAttribute('href', /templates/)
  await editorOf(page).focus()
  await page.keyboard.press('ControlOrMeta+End')
  await insert(page, ' Be brief.')
  await save()
  await expect(page.getByText('Saved as v2.')).toBeVisible()
  await page.goBack()
  const partials = page.getByRole('region', { name: 'Partials' })
  await expect(partials).toContainText('v1, v2 is newer')
  await expect(preview).toContainText('Be kind. Dear reader')
  await partials.getByRole('button', { name: 'Take the newest' }).click()
  await expect(preview).toContainText('Be kind. Be brief. Dear reader')
  await expect(partials).toContainText('tone v2')
})

test('a guardrail that blocks is told while one types', async ({ workbench: page }) => {
  await createTemplate(page, 'contact')
  await insert(page, 'Write to {{ person }}.')
  await page.getByRole('button', { name: 'Declare', exact: true }).click()
  const value = page.getByRole('textbox', { name: 'Sample value of person' })
  await value.fill('somebody')
  await expect(page.getByText('Guardrails: fine')).toBeVisible()
  await value.fill('Ann, social security number 536-22-8726')
  await expect(page.getByText('Guardrails: blocks')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Guardrail findings' })).toContainText('person')

  await test.step('marked where it stands: in what would be sent, and where it comes in', async () => {
    const preview = page.getByRole('region', { name: 'Preview' })
    await expect(preview.locator('mark')).toHaveText('536-22-8726')
    await preview.locator('mark').hover()
    await expect(page.getByRole('tooltip')).toContainText(/entity SSN.*severity.*action block/)
    await expect(page.locator('.galley-highlight-block')).toHaveText('person')
  })

  await test.step('what the author wrote is marked too, and the count leads there', async () => {
    await value.fill('somebody')
    await editorOf(page).focus()
    await page.keyboard.press('ControlOrMeta+End')
    await insert(page, '\nNot 536-22-8726.')
    await expect(page.locator('.galley-highlight')).toHaveText('536-22-8726')
    await expect(page.getByRole('list', { name: 'Problems' })).toContainText('In your own text')
    await page.keyboard.press('ControlOrMeta+Home')
    await page.getByRole('button', { name: 'Guardrails: fine · 1' }).click()
    await expect(editorOf(page)).toBeFocused()
    await page.keyboard.press('Delete')
    await expect(page.locator('.view-lines')).toContainText(/Not.36-22-8726/)
    await expect(page.locator('.galley-highlight')).toHaveCount(0)
  })
})

test('two tabs on one template stay in step', async ({ workbench: page, host }) => {
  const place = await createTemplate(page, 'shared')
  const other = await page.context().newPage()
  await other.goto(`${host.origin}/${place}`)
  await expect(editorOf(other)).toBeAttached()
  await insert(page, 'Written in the first tab')
  await expect(other.locator('.view-lines')).toContainText(/Written.in.the.first.tab/)
  await other.keyboard.press('Escape')
  await insert(other, 'Second: ')
  await expect(page.locator('.view-lines')).toContainText(/Second:/)
  await other.close()
})

declare global {
  interface Window {
    letFilesGo: () => void
  }
}

/** Files that are chosen cannot be read until the test lets them go. Runs in the page. */
function holdFiles(): void {
  const read = Blob.prototype.text
  const held = new Promise<void>((resolve) => {
    window.letFilesGo = resolve
  })
  Blob.prototype.text = function readLater() {
    return held.then(() => read.call(this))
  }
}

test('messages are moved and deleted, templates renamed, copied, archived and imported', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'chat')
  await page.getByText('Messages', { exact: true }).click()
  await insert(page, 'One', 'Text of message 1, user')
  await page.getByRole('button', { name: 'Message', exact: true }).click()
  await insert(page, 'Two', 'Text of message 2, user')
  await page.getByRole('button', { name: 'Move message 2 up' }).click()
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview.locator('pre')).toHaveText(['Two', 'One'])
  await page.getByRole('button', { name: 'Delete message 1' }).click()
  await expect(preview.locator('pre')).toHaveText(['One'])
  await insert(page, '!', 'Text of message 1, user')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(preview.locator('pre')).toHaveText(['Two', /^!?One!?$/])
  await expect(preview.locator('pre').last()).toContainText('!')
  const up = page.getByRole('button', { name: 'Move message 2 up' })
  await up.focus()
  await page.keyboard.press('Enter')
  await expect(preview.locator('pre').first()).toContainText('One')
  await expect(page.getByRole('button', { name: 'Move message 1 up' })).toBeFocused()

  const list = page.getByRole('listbox', { name: 'Templates' })
  const more = async (item: string | RegExp) => {
    await page.getByRole('button', { name: 'More about this template' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.getByRole('button', { name: 'More about this template' }).click()
  await expect(page.getByRole('menuitem', { name: /^Name, category/ })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await test.step('renamed, duplicated, archived: each with a way back', async () => {
    await more(/^Name, category/)
    const about = page.getByRole('dialog', { name: 'About this template' })
    await about.getByRole('textbox', { name: 'Name' }).fill('talk')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'talk', level: 1 })).toBeVisible()
    await more('Duplicate')
    await expect(page.getByRole('heading', { name: 'talk copy', level: 1 })).toBeVisible()
    await expect(preview.locator('pre')).toHaveText([/One/, 'Two'])
    await more('Archive')
    await expect(list).not.toContainText('talk copy')
    await page.getByRole('checkbox', { name: 'Archived' }).check()
    await expect(list).toContainText('talk copy')
    await more('Take out of the archive')
    await expect(list).toHaveCount(0)
    await page.getByRole('checkbox', { name: 'Archived' }).uncheck()
    await expect(list).toContainText('talk copy')
  })

  await test.step('text files are imported; one that cannot be read stops no other', async () => {
    const text = (name: string, content: string) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(content),
    })
    await page.evaluate(holdFiles)
    const input = page.locator('input[type="file"]')
    await input.setInputFiles([text('first.txt', 'One'), text('second.txt', 'Two')])
    const progress = page.getByRole('progressbar', { name: 'Import of 2 files: progress' })
    await expect(progress).toHaveAttribute('aria-valuenow', '0')
    await page.getByRole('button', { name: 'Stop Import of 2 files' }).click()
    await page.evaluate(() => window.letFilesGo())
    await expect(page.getByRole('heading', { name: 'first', level: 1 })).toBeVisible()
    await expect(progress).toBeHidden()
    await expect(list).not.toContainText('second')
    const broken = text('broken.prompty', '---\nname: [\n---\nHi')
    await input.setInputFiles([broken, text('tale.txt', 'Once {{ a }}')])
    await expect(page.getByRole('heading', { name: 'tale', level: 1 })).toBeVisible()
    await expect(page.getByText('The file is a template now.')).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: 'broken.prompty' })).toBeVisible()
    await expect(page.locator('.view-lines')).toContainText(/Once/)
  })
})
