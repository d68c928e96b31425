import type { Page } from '@playwright/test'
import { createClient, type PromptClient } from '#shared/client/client.ts'
import { test as base, expect, onlyWithBrowserHost } from './support/fixture.ts'
import { startHost, temporaryHome } from './support/host.ts'
import { fillShop, playShopDay, startShop } from './support/shop.ts'
import { expectAccessibleInBothThemes, visit } from './support/steps.ts'

const USERS = 400

const test = base.extend<{ store: string; client: PromptClient }>({
  /** A real Postgres with the schema in it. */
  store: async ({ browserName: _ }, use, info) => {
    onlyWithBrowserHost(info)
    const { connectionString, stop } = await startShop()
    await use(connectionString)
    await stop()
  },
  /** `welcome` in two versions, the first in production, and a draft `shorter` that compares them. */
  host: async ({ store }, use) => {
    const { home, remove } = temporaryHome()
    const host = await startHost(home, 0, { GALLEY_SECRET_REMOTE_SHOP: store })
    await fillShop(host, store)
    await use(host)
    await host.stop()
    remove()
  },
  /** A production service on that store, in another process than the workbench. */
  client: async ({ store }, use) => {
    const client = createClient({ connectionString: store, cache: { firstCallMs: 20_000 } })
    await use(client)
    await client.close()
  },
})

const live = (client: PromptClient, day: number) => playShopDay(client, day, USERS)

const dialog = (page: Page) => page.getByRole('dialog')

/** Opens a dialog by its button, gives the reason and confirms. */
async function confirm(page: Page, open: string, go: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: open, exact: true }).click()
  const field = dialog(page).getByRole('textbox', { name: /^Reason|^Why/ })
  // Not the cross in the corner: one types at once.
  await expect(dialog(page).locator(':is(input, textarea):focus')).toHaveCount(1)
  await field.fill(reason)
  await dialog(page).getByRole('button', { name: go, exact: true }).click()
  await expect(dialog(page)).toBeHidden()
}

const auditRow = (page: Page, text: RegExp) =>
  page.getByRole('table', { name: 'Audit trail' }).getByRole('row', { name: text }).first()

test('an experiment is started, served, watched, paused, and decided against its verdict', async ({
  workbench: page,
  client,
}) => {
  await visit(page, '#/experiments/shorter')
  await confirm(page, 'Start…', 'Start it', 'fewer words')
  const actions = page.getByRole('button', { name: 'Pause…' })
  await expect(actions).toBeVisible()
  await live(client, 1)

  await page.getByRole('button', { name: 'Take a look now' }).click()
  const exposures = page.getByRole('table', { name: 'Users by arm' })
  await expect(
    exposures.getByRole('row', { name: /concise v2 50% (1\d\d|2\d\d) 200/ }),
  ).toBeVisible()
  await expect(page.getByText(/Sample ratio\s*: as planned, p/)).toBeVisible()
  const metric = page.getByRole('table', { name: 'Metrics by arm' }).getByRole('row', {
    name: /solved, concise/,
  })
  await expect(metric).toContainText(/decides.*\+\d+\.\d points.* to \+/)
  await expect(page.getByRole('note').first()).toContainText(/day|user|look|winner/i)
  await expectAccessibleInBothThemes(page)

  await confirm(page, 'Pause…', 'Pause', 'a holiday')
  await expect(page.getByText('paused', { exact: true })).toBeVisible()
  await confirm(page, 'Resume…', 'Resume', 'back')
  await expect(actions).toBeVisible()

  await page.getByRole('button', { name: 'Declare a winner…' }).click()
  const declare = dialog(page).getByRole('button', { name: 'Declare a winner and promote it' })
  await expect(dialog(page)).toContainText('The verdict does not name this arm')
  await expect(declare).toBeDisabled()
  await expectAccessibleInBothThemes(page)
  await dialog(page).getByRole('combobox', { name: 'Winner' }).click()
  await page.getByRole('option', { name: 'concise (v2)' }).click()
  await dialog(page).getByRole('textbox', { name: 'Why all the same' }).fill('legal asked for it')
  await declare.click()
  await expect(page.getByText('completed', { exact: true })).toBeVisible()
  await expect(page.getByText(/concise was promoted\. legal asked for it/)).toBeVisible()
  await expect(exposures).toBeVisible()

  await page.getByRole('link', { name: 'Audit trail' }).click()
  await expect(auditRow(page, /legal asked for it/)).toBeVisible()
  await expect(auditRow(page, /a holiday/)).toBeVisible()
})

test('an experiment of another workspace is found, watched and paused in its store', async ({
  workbench: page,
  host,
  store,
  complaints,
}) => {
  await host.api('POST', '/experiments/shorter/start', { remote: 'shop' })
  const { home, remove } = temporaryHome()
  const other = await startHost(home, 0, { GALLEY_SECRET_REMOTE_SHOP: store })
  await other.api('POST', '/remotes', { name: 'shop', connectionString: store })
  await page.goto(other.address)
  await visit(page, '#/publishing/shop')
  await page.getByRole('button', { name: 'More about this store' }).click()
  await page.getByRole('menuitem', { name: 'Experiments there' }).click()
  await expect(page.getByText('Only in shop')).toBeVisible()
  const entry = page.getByRole('option', { name: /shorter.*shop/ })
  await entry.click()
  await expect(page.getByRole('heading', { name: 'shorter', level: 1 })).toBeVisible()
  await confirm(page, 'Pause…', 'Pause', 'from elsewhere')
  await expect(page.getByText('paused', { exact: true })).toBeVisible()
  await expect(entry).toContainText('paused')
  // The page was led to the other host on purpose.
  const others = complaints.filter((one) => !one.startsWith(`foreign request: ${other.origin}`))
  complaints.splice(0, complaints.length, ...others)
  // A page that outlives its host would look for it.
  await page.goto('about:blank')
  await other.stop()
  remove()
})

test('a canary is started, takes a step and is rolled back, all of it audited', async ({
  workbench: page,
  client,
}) => {
  await visit(page, '#/experiments/canaries/shop')
  await expect(page.getByText('No canary yet')).toBeVisible()
  await page.getByRole('button', { name: 'New canary…' }).click()
  await dialog(page).getByRole('combobox', { name: 'Template' }).click()
  await page.getByRole('option', { name: 'welcome', exact: true }).click()
  await dialog(page).getByRole('textbox', { name: 'Users per step, at least' }).fill('5')
  await dialog(page).getByRole('textbox', { name: 'Hours per step, at least' }).fill('0')
  // What a render takes on this machine is no matter of the version.
  await dialog(page).getByRole('textbox', { name: 'More slow requests, at most' }).fill('100')
  await dialog(page).getByRole('textbox', { name: 'Reason' }).fill('carefully')
  await expectAccessibleInBothThemes(page)
  await dialog(page).getByRole('button', { name: 'Start it' }).click()
  await expect(page.getByRole('heading', { name: 'welcome-v2', level: 1 })).toBeVisible()
  await expect(page.getByRole('heading', { name: /^5% of the users/ })).toBeVisible()

  await live(client, 1)
  await page.getByRole('button', { name: 'Do what the rule says' }).click()
  await expect(page.getByRole('heading', { name: /^10% of the users/ })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Steps of the canary' })).toContainText(/5%done/)
  await expectAccessibleInBothThemes(page)

  await page.getByRole('button', { name: 'Roll back…' }).click()
  await dialog(page).getByRole('textbox', { name: 'Reason' }).fill('a bad feeling')
  await dialog(page).getByRole('button', { name: 'Roll back', exact: true }).click()
  await expect(page.getByText('rolled back', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Audit trail' }).click()
  await expect(auditRow(page, /a bad feeling/)).toBeVisible()
  await expect(auditRow(page, /carefully/)).toBeVisible()
})
