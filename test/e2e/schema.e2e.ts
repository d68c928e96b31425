import { createTemplate, expectSaved, insert, paste } from './support/editor.ts'
import { expect, sharedTest as test } from './support/fixture.ts'
import { expectAccessible } from './support/steps.ts'

test('schemas are proposed, edited as a form and as JSON, and hold the samples to them', async ({
  workbench: page,
  host,
}) => {
  const place = await createTemplate(page, 'shaped')
  await insert(page, 'In a {{ tone }} tone: {{ user.name }}. Answer like {"score": 1, "why": "x"}.')

  await test.step('proposed from the text', async () => {
    await expect(page.getByText('Used but not declared: tone, user')).toBeVisible()
    await page.getByRole('button', { name: 'Propose' }).click()
    await expect(page.getByText('What the text and the samples tell')).toBeVisible()
    // The notice lies over what is pressed next, for its ten seconds.
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect(page.getByRole('combobox', { name: 'Type of user' })).toHaveValue('object')
    await page.getByRole('textbox', { name: 'Sample value of user.name' }).fill('Ada')
    await expect(page.getByRole('textbox', { name: 'Sample value of tone' })).toBeVisible()
  })

  await test.step('the form names the values that are allowed', async () => {
    await page.getByRole('textbox', { name: 'Sample value of tone' }).fill('loud')
    await page.getByRole('button', { name: 'Details of tone' }).click()
    const allowed = page.getByRole('combobox', { name: 'Allowed values of tone' })
    for (const word of ['dry', 'warm']) {
      await allowed.fill(word)
      await allowed.press('Enter')
    }
    await expect(page.getByText(/Instance does not match any of/)).toBeVisible()
    await page.getByRole('combobox', { name: 'Sample value of tone' }).click()
    await page.getByRole('option', { name: 'warm' }).click()
    await expect(page.getByText(/Instance does not match any of/)).toBeHidden()
    await expect(page.getByRole('region', { name: 'Preview' })).toContainText('In a warm tone: Ada')
    await expectAccessible(page)
  })

  await test.step('the same as JSON; what means nothing is not taken', async () => {
    const views = page.getByRole('radiogroup', { name: 'Input schema as' })
    await views.getByText('JSON').click()
    const json = page.getByRole('textbox', { name: 'Input schema as JSON' })
    await json.focus()
    await page.keyboard.press('ControlOrMeta+a')
    const write = (type: string) =>
      paste(page, JSON.stringify({ type: 'object', properties: { tone: { type }, extra: {} } }))
    await write('text')
    await expect(page.getByText(/Not taken yet: line 1: "text" is no type/)).toBeVisible()
    await page.keyboard.press('ControlOrMeta+a')
    await write('string')
    await expect(page.getByText(/Not taken yet/)).toBeHidden()
    await views.getByText('Form').click()
    await expect(page.getByText('Used but not declared: user')).toBeVisible()
    await expect(page.getByText('Declared but not used: extra')).toBeVisible()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect(page.getByText('Declared but not used')).toBeHidden()
  })

  await test.step('a list that is given a plain text is told, where it is given and in the text', async () => {
    await insert(page, '{% for one in parts %}<{{ one }}>{% endfor %}')
    await expect(page.getByText('Used but not declared: user, parts')).toBeVisible()
    await page.getByRole('button', { name: 'Declare', exact: true }).click()
    await page.getByRole('combobox', { name: 'Type of parts' }).selectOption('string')
    await page.getByRole('textbox', { name: 'Sample value of parts' }).fill('red')
    await expect(page.getByText('of a plain text that is letter by letter')).toBeVisible()
    await expect(page.getByText(/"parts" is used as a list/).first()).toBeVisible()
  })

  await test.step('the shape of the answer comes from the example in the prompt', async () => {
    await page.getByRole('tab', { name: 'Output' }).click()
    await page.getByRole('button', { name: 'Propose' }).click()
    await expect(page.getByText('Proposed from the example in the prompt.')).toBeVisible()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect(page.getByRole('combobox', { name: 'Type of the answer.score' })).toHaveValue(
      'integer',
    )
    await expectSaved(page)
    const id = place.split('/')[2]
    const template = (await host.api('GET', `/templates/${id}`)) as {
      draft: { content: { modelSettings: object } }
    }
    expect(template.draft.content.modelSettings).toMatchObject({
      responseSchema: { properties: { why: { type: 'string' } } },
    })
  })
  await test.step('tools are added as a form and as JSON, told where they are wrong, and compared', async () => {
    const id = place.split('/')[2]
    await host.api('POST', `/templates/${id}/versions`, {})
    await page.getByRole('tab', { name: 'Settings' }).click()
    const tools = page.getByRole('region', { name: 'Tools' })
    await tools.getByRole('button', { name: 'Add a tool' }).click()
    await tools.getByRole('textbox', { name: 'Name of tool tool_1' }).fill('find city')
    await expect(tools.getByText('A name has up to 64 letters')).toBeVisible()
    await tools.getByRole('textbox', { name: 'Name of tool tool_1' }).fill('find_city')
    await tools.getByRole('textbox', { name: 'Description of tool_1' }).fill('Finds a city.')
    await tools.getByRole('button', { name: 'Arguments of find_city' }).click()
    await tools.getByRole('button', { name: 'Add a member' }).click()
    await expectAccessible(page)
    const views = tools.getByRole('radiogroup', { name: 'Tools as' })
    await views.getByText('JSON').click()
    await tools.getByRole('textbox', { name: 'Tools as JSON' }).focus()
    const write = async (type: string) => {
      await page.keyboard.press('ControlOrMeta+a')
      const now = { name: 'now', parameters: { type: 'object', properties: { zone: { type } } } }
      await paste(page, JSON.stringify([{ type: 'function', function: now }], null, 1))
    }
    await write('text')
    await expect(tools.getByText(/Not taken yet: line 10: "text" is no type/)).toBeVisible()
    await write('string')
    await expect(tools.getByText('Not taken yet')).toBeHidden()
    await views.getByText('Form').click()
    await expect(tools.getByRole('group', { name: 'Tool now' })).toBeVisible()
    await tools.getByRole('button', { name: 'Remove now' }).click()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expectSaved(page)
    await page.getByRole('link', { name: 'History' }).click()
    const compared = page.getByRole('region', { name: 'Tools', exact: true })
    // Lines that are gone are a part of their own.
    await expect(compared.locator('.modified .view-lines:not(.line-delete)')).toContainText(
      /"zone"/,
    )
  })
})
