import { testDesign } from '../support/experiments/experiments.ts'
import { expect, test } from './support/fixture.ts'
import { expectAccessible, visit } from './support/steps.ts'

const countries = ['France', 'Spain', 'Italy', 'Peru', 'Chad', 'Cuba', 'Oman', 'Fiji']
const csv = (bad: boolean) =>
  [
    'country,expected',
    ...countries.map((name) => `${name},${name}`),
    ...(bad ? ['a,b,c'] : []),
  ].join('\n')

test('bad rows, two versions, flips, significance, a gate', async ({ workbench: page, host }) => {
  await test.step('a CSV with a bad row is told, and comes in when it is mended', async () => {
    await visit(page, '#/datasets/import')
    const chooser = page.locator('input[type="file"]')
    const file = (text: string) => {
      return { name: 'countries.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    }
    await chooser.setInputFiles(file(csv(true)))
    await expect(page.getByRole('table', { name: 'Rows that cannot be read' })).toContainText('10')
    await chooser.setInputFiles(file(csv(false)))
    const becomes = page.getByRole('combobox', { name: 'What expected becomes' })
    await expect(becomes).toHaveValue('Expected answer')
    await page.getByRole('button', { name: 'Import 8 cases' }).click()
    await expect(page.getByRole('heading', { name: 'countries', level: 1 })).toBeVisible()
  })

  await test.step('two versions are run, after a forecast', async () => {
    const text = (body: string) => ({ body: { kind: 'text', text: body } })
    const template = (await host.api('POST', '/templates', {
      name: 'speak',
      content: text('{{ country }}'),
    })) as { id: string; draft: { revision: number } }
    await host.api('POST', `/templates/${template.id}/versions`, {})
    await host.api('PUT', `/templates/${template.id}/draft`, {
      revision: template.draft.revision,
      content: text('{{ country if country|length > 4 else nothing }}'),
    })
    await host.api('POST', `/templates/${template.id}/versions`, {})
    await visit(page, `#/runs/new?template=${template.id}`)
    const choose = async (label: string, option: string | RegExp) => {
      await page.getByRole('combobox', { name: label, exact: true }).click()
      await page.getByRole('option', { name: option }).first().click()
      await page.keyboard.press('Escape')
    }
    await choose('Dataset', /countries/)
    await choose('Versions', /1$/)
    await choose('Versions', /2$/)
    await choose('Models', 'echo')
    // The form proposes one once it has read the dataset.
    await expect(page.getByRole('combobox', { name: 'Kind of assertion 1' })).toBeVisible()
    // Found by what it means; its scores are compared under a name of their own.
    await page.getByRole('button', { name: 'Assertion', exact: true }).click()
    await page.getByRole('combobox', { name: 'Kind of assertion 2' }).fill('so many words')
    await page.getByRole('option', { name: /word-count/ }).click()
    await expect(page.getByRole('status').getByText('Value is missing.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Value of assertion 2' }).fill('{"max": 3}')
    await page.getByRole('textbox', { name: 'Metric of assertion 2' }).fill('brevity')
    await page.getByRole('button', { name: 'Forecast the cost' }).click()
    await expect(page.getByRole('status', { name: 'Forecast' })).toContainText('Cost $0 for 16')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Start the run' }).click()
    await expect(page.locator('main').getByText('Finished', { exact: true })).toBeVisible()
  })

  await test.step('the comparison has the flips and says whether they are chance', async () => {
    const parts = page.getByRole('radiogroup', { name: 'Part of the run' })
    await parts.getByText('Compare').click()
    await page.goto(`${page.url()}?baseline=c1&candidate=c2`)
    await expect(page.getByText(/^Broken \(5\)$/)).toBeVisible()
    await page.getByText(/^Broken \(5\)$/).click()
    await expect(page.getByRole('gridcell', { name: 'Peru' }).first()).toBeVisible()
    // Five of five flips: p = 2 × 0.5⁵ = 0.0625, so no difference is shown at 5 %.
    await expect(page.getByRole('heading', { name: 'No difference is shown.' })).toBeVisible()
    const metrics = page.getByRole('table', { name: 'Metrics' })
    await expect(metrics).toContainText('brevity')
    await expect(metrics.getByRole('row', { name: /^pass / })).toContainText(
      /100\.0%.*37\.5%.*points/,
    )
  })

  await test.step('a gate is made and says what the second version fails on', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Gates').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('good enough')
    await page.getByRole('button', { name: 'Make the gate' }).click()
    await expect(page.getByText('pass at least 90%')).toBeVisible()
    await page.getByRole('button', { name: 'Judge' }).click()
    await expect(page.getByText('good enough: failed')).toBeVisible()
    await expect(page.getByRole('table', { name: 'Verdicts' })).toContainText('pass is 37.5%')
    await expectAccessible(page)
  })

  const ofRun = page.url()
  await test.step('the gate, the version it judged and the run lead to each other', async () => {
    await page.getByRole('link', { name: 'All gates of speak' }).click()
    await expect(page.getByText('Only those that hold for speak')).toBeVisible()
    const gates = page.getByRole('table', { name: 'Gates' })
    await expect(gates.getByRole('link', { name: 'speak v2 · echo' })).toBeVisible()
    await expectAccessible(page)
    await gates.getByRole('link', { name: 'speak', exact: true }).click()
    const given = page.getByRole('list', { name: 'Gates of this version' })
    await expect(given).toContainText('pass is 37.5%')
    await expect(given.getByRole('img', { name: 'Failed' })).toBeVisible()
    await expectAccessible(page)
    await given.getByRole('link', { name: 'good enough' }).hover()
    await expect(page.getByText('echo over countries v1')).toBeVisible()
    await given.getByRole('link', { name: 'good enough' }).click()
    await expect(page).toHaveURL(ofRun)
  })

  await test.step('the palette finds a gate, a version and a run by its template', async () => {
    const search = page.getByRole('textbox', { name: 'Search commands and objects' })
    await page.keyboard.press('ControlOrMeta+k')
    await search.fill('good en')
    await expect(page.getByText('Gate: pass at least 90%')).toBeVisible()
    await search.fill('speak v1')
    await expect(page.getByText('Version: what it changed, and its runs')).toBeVisible()
    await expect(page.getByText(/^speak v1 · speak v2 · Finished/)).toBeVisible()
    await search.fill('good en')
    await expect(page.getByText('Gate: pass at least 90%')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/#\/runs\/gates/)
    await page.goto(ofRun)
  })

  await test.step('at 400 % zoom no part of a run lies beside the window', async () => {
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
    await page.setViewportSize({ width: 320, height: 480 })
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await expect.poll(overflow).toBeLessThanOrEqual(0)
    const part = page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Gates')
    await part.scrollIntoViewIfNeeded()
    await expect(part).toBeInViewport()
    await page.setViewportSize({ width, height })
  })

  await test.step('a model and a version of the dataset lead to their runs', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Results').click()
    const figures = page.getByRole('table', { name: 'Figures per column' })
    await figures.getByRole('link', { name: 'echo', exact: true }).first().click()
    const runs = page.getByRole('navigation', { name: 'Runs' })
    await expect(runs.getByText('Only of echo')).toBeVisible()
    await expect(runs.getByRole('option')).toHaveCount(1)
    await page.getByRole('link', { name: 'Dataset v1' }).click()
    await page
      .getByRole('radiogroup', { name: 'Part of the dataset' })
      .getByText('Versions')
      .click()
    await page.getByRole('link', { name: 'Runs over v1' }).click()
    await expect(runs.getByText('Only of countries v1')).toBeVisible()
    await runs.getByRole('option').click()
  })

  await test.step('a result and its case lead to each other, a column to its very version', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Results').click()
    await page.locator('.ag-row').nth(2).locator('[col-id]').last().click()
    await page.getByRole('dialog').getByRole('link', { name: 'Case 3' }).click()
    const drawer = page.getByRole('dialog', { name: 'Case 3 of countries v1' })
    await expect(drawer).toContainText('Italy')
    const ofCase = drawer.getByRole('table', { name: 'Results of this case' })
    await expect(ofCase.getByRole('link', { name: /speak v\d/ })).toHaveText([
      'speak v1',
      'speak v2',
    ])
    await ofCase
      .getByRole('link', { name: /Passed|Failed/ })
      .first()
      .click()
    await page.getByRole('dialog', { name: 'Result' }).getByRole('link', { name: 'Case 3' }).click()
    await drawer.getByRole('link', { name: 'Runs over v1' }).click()
    const runs = page.getByRole('navigation', { name: 'Runs' })
    await expect(runs.getByText('Only of countries v1')).toBeVisible()
    await runs.getByRole('option').click()
    const figures = page.getByRole('table', { name: 'Figures per column' })
    await figures.getByRole('link', { name: /v2/ }).click()
    await expect(
      page.getByRole('list', { name: 'Versions' }).locator('li[data-current="true"]'),
    ).toContainText('v2')
    await page.goBack()
  })

  await test.step('a template, its guardrails and its experiments lead to each other', async () => {
    const content = { body: { kind: 'text', text: 'x' } }
    await host.api('POST', '/templates', { name: 'other', content })
    const scope = { templates: ['speak'], categories: [], labels: [] }
    await host.api('PATCH', '/guardrails/toxicity_basic', { appliesTo: scope })
    await host.api('PATCH', '/guardrails/pii_detection_basic', {
      appliesTo: { ...scope, templates: ['other'] },
    })
    const design = testDesign()
    await host.api('POST', '/experiments', { name: 'briefer', template: 'speak', design })
    const goTo = async (list: string) => {
      await visit(page, '#/templates?name=speak')
      await page.getByRole('button', { name: 'More about this template' }).click()
      await page.getByRole('menuitem', { name: list }).click()
    }
    await goTo('Its guardrails')
    const guardrails = page.getByRole('listbox', { name: 'Guardrails' })
    await expect(guardrails.getByRole('option')).toHaveText([/prompt_injection/, /toxicity/])
    await guardrails.getByRole('option', { name: /toxicity/ }).click()
    await page.locator('#page section').getByRole('link', { name: 'speak', exact: true }).click()
    await goTo('Its experiments')
    await expect(page.getByText('Only of speak')).toBeVisible()
    await page.getByRole('option', { name: /briefer/ }).click()
    await expectAccessible(page)
    await page.locator('#page section').getByRole('link', { name: 'speak', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'speak', level: 1 })).toBeVisible()
    await visit(page, '#/experiments?template=other')
    await expect(page.getByText('No experiment with it')).toBeVisible()
    await page.getByRole('button', { name: 'Show all experiments' }).click()
    await expect(page.getByRole('option', { name: /briefer/ })).toBeVisible()
  })

  await test.step('what cases lack is said before a run starts, with the way to mend it', async () => {
    const content = { body: { kind: 'text', text: '{{ contry }} {{ year }}' } }
    await host.api('POST', '/templates', { name: 'lacking', content })
    const { templateId } = (await host.api('POST', '/templates/lacking/versions', {})) as {
      templateId: string
    }
    await visit(page, `#/runs/new?template=${templateId}`)
    const choose = async (label: string, option: string | RegExp) => {
      await page.getByRole('combobox', { name: label, exact: true }).click()
      await page.getByRole('option', { name: option }).first().click()
      await page.keyboard.press('Escape')
    }
    await choose('Dataset', /countries \(8/)
    await choose('Versions', /1$/)
    const notice = page.getByRole('note').filter({ hasText: 'Cases lack variables' })
    await expect(notice).toContainText(
      'contry, needed by lacking v1: in none of the 8 cases. They have country',
    )
    await expect(notice).toContainText('year, needed by lacking v1')
    await expectAccessible(page)
    await notice.getByRole('link', { name: 'lacking' }).click()
    await expect(page.getByRole('heading', { name: 'lacking', level: 1 })).toBeVisible()
    await page.goBack()
    await host.api('PUT', '/templates/lacking/draft', {
      revision: 1,
      content: { body: { kind: 'text', text: '{{ country }}' } },
    })
    await host.api('POST', '/templates/lacking/versions', {})
    await choose('Versions', /1$/)
    await choose('Versions', /2$/)
    await expect(notice).toBeHidden()
    await page.goto(ofRun)
  })

  await test.step('a person may think otherwise', async () => {
    await page.getByRole('radiogroup', { name: 'Part of the run' }).getByText('Results').click()
    await page.locator('.ag-row').first().locator('[col-id]').last().click()
    const drawer = page.getByRole('dialog', { name: 'Result' })
    await drawer.getByRole('textbox', { name: 'Note' }).fill('Looked at it.')
    await drawer.getByRole('button', { name: 'Fail', exact: true }).click()
    await expect(drawer.getByText(/human by .*: Looked at it\./)).toBeVisible()
  })
})
