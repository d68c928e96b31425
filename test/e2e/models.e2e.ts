import { createTemplate, editorOf, insert } from './support/editor.ts'
import { expect, test } from './support/fixture.ts'
import { startModels } from './support/model-server.ts'
import { expectAccessible } from './support/steps.ts'

test('without a provider echo answers, and the way to a model is told', async ({
  workbench: page,
}) => {
  await createTemplate(page, 'greeting')
  await insert(page, 'Good morning.')
  await page.getByRole('tab', { name: 'Try it' }).click()
  const pane = page.getByRole('region', { name: 'Try it' })
  await expect(pane).toContainText('There is no model provider yet')
  await expect(pane.getByRole('link', { name: 'settings' })).toBeVisible()
  await pane.getByRole('button', { name: 'Try it' }).click()
  const answer = pane.getByRole('article', { name: 'Answer of echo' })
  await expect(answer).toContainText('Good morning.')
  await expect(answer).toContainText('draft')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Write it for me' }).click()
  const dialog = page.getByRole('dialog', { name: 'Write it for me' })
  await expect(dialog).toContainText('there is no provider yet')
})

test('answers stream in, are stopped from another page, kept, compared and taken away', async ({
  workbench: page,
  host,
}) => {
  let answer: string | null = null
  const models = await startModels(() => answer)
  await models.addTo(host)
  await createTemplate(page, 'story')
  await insert(page, 'Tell a story.')
  await page.getByRole('tab', { name: 'Try it' }).click()
  const pane = page.getByRole('region', { name: 'Try it' })

  await test.step('one that never ends is stopped in the status bar of another page', async () => {
    await pane.getByRole('button', { name: 'Try it' }).click()
    await expect(pane).toContainText('Once upon')
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Stop Trying story' }).click()
    await expect(page.getByRole('button', { name: 'Stop Trying story' })).toBeHidden()
    await expect.poll(models.left).toBe(1)
    await page.goBack()
    await page.getByRole('tab', { name: 'Try it' }).click()
    await expect(pane).toContainText('Stopped')
  })

  await test.step('answers are kept beside their text, also after a reload', async () => {
    for (const text of ['A short story.', 'A longer story.']) {
      answer = text
      await pane.getByRole('button', { name: 'Try it' }).click()
      await expect(pane.getByText(text)).toBeVisible()
    }
    await expect(pane.getByText('10 + 5 tokens').first()).toBeVisible()
    await expect(pane.getByText('$0.00002').first()).toBeVisible()
    await page.reload()
    await page.getByRole('tab', { name: /Try it \(2\)/ }).click()
    await expect(pane.getByRole('article')).toHaveCount(2)
  })

  await test.step('two are compared; one is taken away and brought back', async () => {
    for (const box of await pane.getByRole('checkbox').all()) await box.check()
    await pane.getByRole('button', { name: 'Compare them' }).click()
    const dialog = page.getByRole('dialog')
    // Side by side or in one column, as there is room: the word stands in it somewhere.
    await expect(dialog.locator('.view-lines', { hasText: /longer/ }).first()).toBeVisible()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await pane.getByRole('button', { name: 'Take the answer away' }).first().click()
    await expect(pane.getByRole('article')).toHaveCount(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(pane.getByRole('article')).toHaveCount(2)
  })

  await test.step('one becomes a case of a new dataset', async () => {
    await pane.getByRole('button', { name: 'Save as a case' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Save as a case' })
    await dialog.getByRole('combobox', { name: 'Dataset' }).fill('stories')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('stories has 1 case now (version 1).')).toBeVisible()
  })
  await models.stop()
})

test('a model writes a template, shown as a diff, kept on a yes, taken back on a click', async ({
  workbench: page,
  host,
}) => {
  const written = {
    messages: [
      { role: 'system', content: 'You answer in {{ language }}.' },
      { role: 'user', content: '{{ question }}' },
    ],
    variables: [
      { name: 'language', type: 'string', description: '', sampleJson: '"French"' },
      { name: 'question', type: 'string', description: '', sampleJson: '"What is love?"' },
    ],
    remark: 'Two messages, as usual.',
  }
  const models = await startModels(() => JSON.stringify(written))
  await models.addTo(host)
  await createTemplate(page, 'helper')
  await insert(page, 'An old text.')
  await page.getByRole('button', { name: 'Write it for me' }).click()
  const ask = page.getByRole('dialog', { name: 'Write it for me' })
  await ask.getByRole('textbox', { name: 'What to change' }).fill('Answer questions')
  await expectAccessible(page)
  await ask.getByRole('button', { name: 'Write', exact: true }).click()

  const review = page.getByRole('dialog', { name: 'What the model wrote' })
  await expect(review).toContainText('Two messages, as usual.')
  const side = (name: string, text: RegExp) =>
    review.locator(`.${name} .view-lines`).filter({ hasText: text })
  await expect(side('modified', /You.answer.in/)).toBeVisible()
  await expect(side('original', /An.old.text/)).toBeVisible()
  await review.getByRole('button', { name: 'Put it into the draft' }).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('You answer in French.')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editorOf(page)).toBeAttached()
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('An old text.')
  await models.stop()
})

test('values come from a case, and its recorded answers can be tried', async ({
  workbench: page,
  host,
}) => {
  await host.api('POST', '/workspace/sample')
  await createTemplate(page, 'solver')
  await insert(page, 'Solve: {{ question }}')
  await page.getByRole('combobox', { name: 'Dataset to take values from' }).click()
  await page.getByRole('option', { name: 'gsm8k', exact: true }).click()
  await page.getByRole('button', { name: 'Next case' }).click()
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Janet')
  await test.step('a case is found by its words', async () => {
    await page.getByRole('button', { name: 'Find', exact: true }).click()
    await page.getByRole('textbox', { name: 'Search the cases of gsm8k' }).fill('robe takes')
    // The unfiltered list has it, too, and gives way under the pointer.
    const found = page.getByRole('listbox', { name: 'Cases of gsm8k' }).getByRole('option')
    await expect(found).toHaveCount(1)
    await found.filter({ hasText: 'robe takes' }).click()
    await expect(preview).toContainText('A robe takes')
    await page.keyboard.press('Escape')
  })
  await page.getByRole('tab', { name: 'Try it' }).click()
  const pane = page.getByRole('region', { name: 'Try it' })
  await pane.getByRole('combobox', { name: 'Model to try' }).click()
  await page.getByRole('option', { name: '175b_verification' }).click()
  await pane.getByRole('button', { name: 'Try it' }).click()
  await expect(pane.getByRole('article', { name: 'Answer of 175b_verification' })).toContainText(
    /\d/,
  )
})
