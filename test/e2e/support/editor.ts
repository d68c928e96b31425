import { expect, type Locator, type Page } from '@playwright/test'

/** The editor of a template of one text, or of a message by its label. */
export const editorOf = (page: Page, label: string | RegExp = 'Template text'): Locator =>
  page.getByRole('textbox', { name: label })

/** Puts text where the caret is, as a paste would: nothing is closed or completed on the way. */
export async function insert(page: Page, text: string, label?: string | RegExp): Promise<void> {
  await editorOf(page, label).focus()
  await page.keyboard.insertText(text)
}

/** Pastes into what has the focus: unlike typing, nothing is closed on the way. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
  }, text)
}

/** Makes a template of one text by the dialog and waits for its editor. Gives its place. */
export async function createTemplate(page: Page, name: string): Promise<string> {
  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'New template' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByText('One text').click()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(editorOf(page)).toBeAttached()
  return new URL(page.url()).hash
}

/** Waits until everything typed is written down. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByRole('contentinfo').getByText('All saved')).toBeVisible()
}
