import type { Page } from '@playwright/test'
import { createClient, type PromptClient } from '#shared/client/client.ts'
import { query, startTestPostgres } from '../support/postgres.ts'
import { type FailingProxy, startProxy } from '../support/proxy.ts'
import { createStore } from '../support/schema.ts'
import { test as base, expect, onlyWithBrowserHost } from './support/fixture.ts'
import { type Host, startHost, temporaryHome } from './support/host.ts'
import { expectAccessible, visit } from './support/steps.ts'

interface Store {
  readonly connectionString: string
  /** The workbench's way to it. */
  readonly proxy: FailingProxy
}

const test = base.extend<{ store: Store; client: PromptClient }>({
  /** A real Postgres with the schema in it. */
  store: async ({ browserName: _ }, use, info) => {
    onlyWithBrowserHost(info)
    const postgres = await startTestPostgres()
    const connectionString = await createStore(postgres)
    const proxy = await startProxy(connectionString)
    await use({ connectionString, proxy })
    await proxy.close()
    await postgres.stop()
  },
  /** A machine of a test has no keyring: the secret comes from its environment. */
  host: async ({ store }, use) => {
    const { home, remove } = temporaryHome()
    const { connectionString } = store.proxy
    const host = await startHost(home, 0, { GALLEY_SECRET_REMOTE_SHOP: connectionString })
    await host.api('POST', '/remotes', { name: 'shop', connectionString })
    await saveVersion(host, 'Hello {{ name }}')
    await saveVersion(host, 'Good day {{ name }}')
    await use(host)
    await host.stop()
    remove()
  },
  /** A production service on that store, in another process than the workbench. */
  client: async ({ store }, use) => {
    const client = createClient({
      connectionString: store.connectionString,
      label: 'production',
      cache: { firstCallMs: 20_000 },
    })
    await use(client)
    await client.close()
  },
})

async function saveVersion(host: Host, text: string): Promise<void> {
  const content = { body: { kind: 'text', text } }
  const known = (await host.api('GET', '/templates')) as { items: { name: string }[] }
  if (!known.items.some(({ name }) => name === 'greet')) {
    await host.api('POST', '/templates', { name: 'greet', content })
  } else {
    const { draft } = (await host.api('GET', '/templates/greet')) as { draft: { revision: number } }
    await host.api('PUT', '/templates/greet/draft', { content, revision: draft.revision })
  }
  await host.api('POST', '/templates/greet/versions', {})
}

async function planFor(page: Page, version: number): Promise<void> {
  await visit(page, `#/publishing/publish?name=greet&remote=shop&version=${version}`)
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await expect(page.getByRole('heading', { name: 'Plan' })).toBeVisible()
}

async function publish(page: Page, version: number): Promise<void> {
  await planFor(page, version)
  await page.getByRole('button', { name: 'Publish as production' }).click()
  await expect(page.getByRole('table', { name: 'Published versions' })).toBeVisible()
}

async function searchFor(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Search commands and objects' }).fill(text)
}

/** What production renders now. */
const rendered = (client: PromptClient) => async () => {
  const result = await client.renderPrompt('greet', { name: 'Ann' }, { userId: 'u-1' })
  return result.kind === 'success' ? (result.text ?? result.messages) : result.kind
}

test('publish, serve, look at the execution, roll back', async ({
  workbench: page,
  host,
  store,
  client,
}) => {
  await publish(page, 1)
  await expect.poll(rendered(client)).toBe('Hello Ann')
  await planFor(page, 2)
  await expect(page.locator('.monaco-diff-editor .view-line').first()).toBeVisible()
  await expectAccessible(page)
  await test.step('a plan is shown for its own choice only', async () => {
    await visit(page, '#/publishing/publish?name=greet&remote=shop&version=1')
    await expect(page.getByRole('button', { name: 'Publish as production' })).toBeHidden()
    await visit(page, '#/publishing/publish?name=greet&remote=shop&version=2')
  })
  await page.getByRole('button', { name: 'Publish as production' }).click()
  await expect.poll(rendered(client)).toBe('Good day Ann')
  await client.flush()
  // The page goes there by itself: only then may the test go elsewhere.
  await expect(page.getByRole('table', { name: 'Published versions' })).toBeVisible()

  await test.step('the draft and a version are compared with what is live', async () => {
    await visit(page, '#/templates?name=greet')
    await page.getByRole('button', { name: 'More about this template' }).click()
    await page.getByRole('menuitem', { name: 'Compare with production in shop (v2)' }).click()
    const live = 'production in shop (v2)'
    await expect(page.getByText(`No difference between ${live} and the draft.`)).toBeVisible()
    await page.getByRole('combobox', { name: 'After' }).click()
    await page.getByRole('option', { name: 'v1', exact: true }).click()
    await expect(page.getByRole('textbox', { name: `Text: ${live}` })).toBeAttached()
    const text = page.locator('.monaco-diff-editor .view-lines')
    await expect(text.filter({ hasText: /Good.day/ }).first()).toBeVisible()
    await expect(text.filter({ hasText: /Hello/ }).first()).toBeVisible()
  })

  await visit(page, '#/analytics/shop')
  const executions = page.getByRole('group', { name: 'Figures of the whole time' })
  await expect(executions).toContainText('Executions')
  // The table of origins above has a row of that name, too, and may be there first.
  const listed = page.getByRole('region', { name: 'Executions', exact: true })
  await listed.locator('.ag-row', { hasText: 'greet' }).last().dblclick()
  const drawer = page.getByRole('dialog')
  await expect(
    drawer.getByText('Good day Ann').or(drawer.getByText('Hello Ann')).first(),
  ).toBeVisible()
  await drawer.getByRole('button', { name: 'Keep as a case' }).click()
  const keep = page.getByRole('dialog', { name: 'Save as a case' })
  await keep
    .getByRole('textbox', { name: 'Dataset' })
    .or(keep.getByRole('combobox', { name: 'Dataset' }))
    .fill('seen live')
  await keep.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('seen live has 1 case now (version 1).')).toBeVisible()
  await page.keyboard.press('Escape')
  await versionsLead(page, store)

  await visit(page, '#/publishing/shop')
  await page.getByRole('button', { name: 'Roll production of greet back' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click()
  await expect.poll(rendered(client)).toBe('Hello Ann')
  await page.getByRole('button', { name: 'Return production of greet to v2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Return to it' }).click()
  await expect.poll(rendered(client)).toBe('Good day Ann')

  await rebaseFollows(page, host, store)
  await guardrailsFollow(page, host, store)
  await expect.poll(rendered(client)).toBe('blocked')
})

/** From an execution to its version and back; from a case to what it was kept from; from a version never pulled. */
async function versionsLead(page: Page, store: Store): Promise<void> {
  const chosen = page.getByRole('list', { name: 'Versions' }).locator('li[data-current="true"]')
  await test.step('the palette opens an execution by the beginning of its id', async () => {
    const [row] = await query(
      store.connectionString,
      'select id from galley.prompt_executions order by executed_at limit 1',
    )
    await visit(page, '#/start')
    await searchFor(page, String(row?.id).slice(0, 13))
    await page.getByRole('button', { name: /Execution of greet v\d in shop/ }).click()
    const drawer = page.getByRole('dialog', { name: 'Execution' })
    await expect(drawer).toContainText(String(row?.id))
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
  })
  await test.step('an execution leads to its very version, which leads to executions', async () => {
    await visit(page, '#/analytics/shop')
    const listed = page.getByRole('region', { name: 'Executions', exact: true })
    await listed.locator('.ag-row', { hasText: 'v1' }).last().dblclick()
    await page.getByRole('dialog').getByRole('link', { name: 'greet v1' }).click()
    await expect(chosen).toContainText('v1')
    await page.getByRole('button', { name: 'Belongs to it' }).click()
    await page.getByRole('menuitem', { name: 'Its executions in shop' }).click()
    await expect(page).toHaveURL(/analytics\/shop\?.*template=greet/)
  })
  await test.step('a case that was kept leads to its execution and to what rendered it', async () => {
    await visit(page, '#/datasets')
    await page.getByRole('option', { name: /seen live/ }).click()
    await page.locator('.ag-row').first().locator('.ag-cell').first().click()
    await page.getByRole('link', { name: 'The execution in shop' }).click()
    await expect(page.getByRole('dialog', { name: 'Execution' })).toContainText('greet v')
    await page.goBack()
    await page.locator('.ag-row').first().locator('.ag-cell').first().click()
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Rendered by greet v/ })
      .click()
    await expect(chosen).toBeVisible()
  })
  await test.step('a version that was never pulled: said so, and pulled from there', async () => {
    await query(
      store.connectionString,
      `insert into galley.prompt_templates (name, version, template_text, created_by) values ('elsewhere', 1, 'Hi', 'bob')`,
    )
    await visit(page, '#/templates?name=elsewhere&version=1&remote=shop')
    await expect(page.getByText('elsewhere v1 is not in this workspace')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Pull from shop' }).click()
    await expect(chosen).toContainText('v1')
    await visit(page, '#/templates?name=elsewhere&version=7&remote=shop')
    await page.getByRole('button', { name: 'Pull from shop' }).click()
    await expect(page.getByText(/shop does not have it any more/)).toBeVisible()
  })
}

/** A colleague is quicker: the page says so, and puts both changes into the draft. */
async function rebaseFollows(page: Page, host: Host, store: Store): Promise<void> {
  await visit(page, '#/publishing/publish?name=greet&remote=shop')
  await expect(page.getByRole('combobox', { name: 'Version' })).toHaveValue('v2')
  await saveVersion(host, 'Good day {{ name }}!')
  await expect(page.getByRole('combobox', { name: 'Version' })).toHaveValue('v3')
  await planFor(page, 3)
  await query(
    store.connectionString,
    `update galley.prompt_templates set is_active = false where name = 'greet' and is_active;
     insert into galley.prompt_templates (name, version, template_text, is_active, created_by)
     values ('greet', 3, 'Hi there {{ name }}', true, 'bob')`,
  )
  await page.getByRole('button', { name: 'Publish as production' }).click()
  await expect(page.getByText('The label was moved by somebody else')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Put mine on top of v3' }).click()
  await expect(
    page.getByText(/The draft continues v3\. Both changed .*look for the markers/),
  ).toBeVisible()
  const draft = page.locator('.monaco-editor .view-lines').first()
  await expect(draft).toContainText(/Good.day/)
  await expect(draft).toContainText(/Hi.there/)
}

/** Guardrails go the same way: compared, shown once more, published; a colleague's are taken over. */
async function guardrailsFollow(page: Page, host: Host, store: Store): Promise<void> {
  const rule = { type: 'keyword', words: ['Ann'], caseSensitive: true, wholeWords: true }
  await host.api('POST', '/guardrails', { name: 'no_ann', rule, action: 'block' })
  await query(
    store.connectionString,
    `insert into galley.prompt_guardrails (name, guardrail_type, severity, action, config, applies_to)
     values ('house_words', 'keyword', 'low', 'warn',
       '{"rule": {"type": "keyword", "words": ["acme"], "caseSensitive": false, "wholeWords": true}, "stages": ["output"], "onError": "open"}',
       '{"templates": [], "categories": [], "labels": []}')`,
  )
  await host.api('POST', '/remotes/shop/pull', {})
  await visit(page, '#/guardrails/shared?remote=shop')
  await expect(page.getByRole('option', { name: /house_words only in shop/ })).toBeVisible()
  const table = page.getByRole('table', { name: 'Guardrails in shop' })
  await expect(table.getByRole('row', { name: /no_ann/ })).toContainText('not there')
  await table.getByRole('checkbox', { name: 'Publish toxicity_basic' }).uncheck()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Publish 3' }).click()
  const question = page.getByRole('dialog', { name: 'Publish to shop' })
  await expect(question.getByText('no_ann is added, on')).toBeVisible()
  await question.getByRole('button', { name: 'Publish' }).click()
  await expect(table.getByRole('row', { name: /no_ann/ })).toContainText('the same')
  await expect(table.getByRole('row', { name: /toxicity_basic/ })).toContainText('not there')

  await table.getByRole('button', { name: 'Take house_words over' }).click()
  await expect(table.getByRole('row', { name: /house_words/ })).toContainText('the same')
  await expect(page.getByRole('option', { name: /house_words warn/ })).toBeVisible()
}

test('a protected label: the plan says what it asks for, a colleague approves, it is published', async ({
  workbench: page,
  store,
  client,
}) => {
  await query(
    store.connectionString,
    `update galley.label_rules set required_approvals = 1 where label = 'production'; create role colleague login`,
  )
  await planFor(page, 1)
  await expect(page.getByText('0 of 1 approvals by others than the author.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish as production' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Reason' }).fill('kinder')
  await page.getByRole('button', { name: 'Ask for approval' }).click()
  const card = page.getByRole('article', { name: 'greet v1 as production' })
  await expect(card).toContainText('kinder')
  await test.step('the palette finds the promotion', async () => {
    await visit(page, '#/start')
    await searchFor(page, 'greet prod')
    await page.getByRole('button', { name: 'Promotion in shop · Waiting' }).click()
    await expect(page.getByRole('heading', { name: 'Promotion', exact: true })).toBeVisible()
    await expect(card).toContainText('kinder')
  })
  await card.getByRole('textbox', { name: 'Comment' }).fill('me too')
  await card.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByText(/nobody approves a version of their own/)).toBeVisible()
  await expectAccessible(page)

  await query(
    store.connectionString,
    `grant galley_author to colleague; set session authorization colleague;
     select galley.review_promotion(jsonb_build_object('promotionId', (select id from galley.promotions), 'verdict', 'approved', 'actor', 'Bob', 'comment', 'reads well'))`,
  )
  await publish(page, 1)
  await expect.poll(rendered(client)).toBe('Hello Ann')
})

test('what is published while the store is away waits in the outbox and can be dropped', async ({
  workbench: page,
  store,
}) => {
  await planFor(page, 1)
  store.proxy.setMode('refuse')
  store.proxy.cut()
  await page.getByRole('button', { name: 'Publish as production' }).click()
  await expect(page.getByText(/It waits in the outbox/)).toBeVisible()
  await visit(page, '#/publishing/outbox')
  const row = page.getByRole('table', { name: 'Outbox' }).getByRole('row', { name: /greet v1/ })
  await expect(row).toContainText('Waiting')
  await expect(page.getByRole('contentinfo')).toContainText('shop · 1 waiting')
  await expectAccessible(page)
  await row.getByRole('button', { name: /^Drop/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Drop it' }).click()
  await expect(page.getByText('Nothing waits')).toBeVisible()
})
