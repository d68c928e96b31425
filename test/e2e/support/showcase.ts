import { expect, type Page } from '@playwright/test'
import { createClient } from '#shared/client/client.ts'
import type { Host } from './host.ts'
import type { Place } from './places.ts'
import { fillShop, playShopDay, shop } from './shop.ts'
import { type Stage, untilFinished } from './stage.ts'

/*
 * What only pictures show: production that lives. It takes a Postgres and a while, so that the tests
 * of accessibility do without; the specs of these pages look at them themselves.
 */

const CANARY = 'greeting'

/** A second run for the trend, a gate, a live experiment, a canary under way, executions, a promotion. */
export async function fillShowcase(host: Host, store: string, stage: Stage): Promise<void> {
  await fillGate(host, stage)
  await fillShop(host, store)
  const client = createClient({ connectionString: store, cache: { firstCallMs: 20_000 } })
  try {
    await playShopDay(client, 0, 60)
    await host.api('POST', '/experiments/shorter/start', { remote: shop, reason: 'fewer words' })
    await startCanary(host)
    // Until the client hears of both, users would all get the old versions.
    for (let day = 1; day <= 3; day += 1) {
      await playShopDay(client, day, 300)
      await playShopDay(client, day, 120, CANARY)
      await host.api('GET', '/experiments/shorter/status')
    }
  } finally {
    await client.close()
  }
  await propose(host, stage)
}

async function fillGate(host: Host, { solver, dataset }: Stage): Promise<void> {
  await host.api('POST', '/gates', {
    name: 'half of the problems',
    rules: [{ kind: 'threshold', metric: 'pass', atLeast: 0.5 }],
    minCases: 100,
    label: 'production',
  })
  for (const version of [1, 2]) {
    const columns = ['175b_verification', '6b_verification'].map((model) => ({
      template: solver,
      version,
      model: `recorded:${model}`,
    }))
    const assertions = [{ type: 'number' }]
    const { id } = (await host.api('POST', '/runs', { dataset, columns, assertions })) as {
      id: string
    }
    await untilFinished(host, id)
    for (const column of ['c1', 'c2']) {
      const gate = encodeURIComponent('half of the problems')
      await host.api('POST', `/gates/${gate}/evaluate`, { run: id, column })
    }
  }
}

async function startCanary(host: Host): Promise<void> {
  const content = (text: string) => ({ body: { kind: 'text', text } })
  await host.api('POST', '/templates', { name: CANARY, content: content('one') })
  await host.api('POST', `/templates/${CANARY}/versions`, {})
  await host.api('PUT', `/templates/${CANARY}/draft`, { content: content('two'), revision: 1 })
  await host.api('POST', `/templates/${CANARY}/versions`, {})
  const first = { template: CANARY, version: 1, reason: 'The first.' }
  await host.api('POST', `/remotes/${shop}/publish`, first)
  const plan = { minimumUsers: 5, minimumHours: 0, margins: { p95: 1 } }
  const next = { template: CANARY, version: 2, plan, reason: 'friendlier' }
  await host.api('POST', `/remotes/${shop}/canaries`, next)
}

/** Production of the shop asks for an approval from now on; one promotion waits for it. */
async function propose(host: Host, { solver }: Stage): Promise<void> {
  await host.api('PUT', `/remotes/${shop}/label-rules/production`, {
    isProtected: true,
    requiresGate: false,
    gate: null,
    requiredApprovals: 1,
  })
  await host.api('POST', `/remotes/${shop}/propose`, {
    template: solver,
    version: 2,
    label: 'production',
    reason: 'Better in the paired comparison.',
  })
}

const opens = (button: string | RegExp, sign: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: button }).first().click()
  await expect(page.getByText(sign).first()).toBeVisible()
}

/** Pages that show it, and dialogs and drawers that stand over a page. Each leaves no dialog behind. */
export const showcasePlaces: readonly Place[] = [
  {
    name: 'try-it',
    hash: ({ template }) => `#/templates/${template}`,
    isThere: async (page) => {
      await page.getByRole('tab', { name: 'Try it' }).click()
      await page.getByRole('button', { name: 'Try it', exact: true }).click()
      await expect(page.getByText('Nothing tried yet')).toBeHidden()
    },
  },
  {
    name: 'write-for-me',
    hash: ({ template }) => `#/templates/${template}`,
    isThere: opens('Write it for me…', /no provider yet|Describe/),
  },
  {
    name: 'case',
    hash: ({ dataset }) => `#/datasets/${dataset}`,
    isThere: async (page) => {
      await page.locator('.ag-row').first().locator('.ag-cell').first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'result',
    hash: ({ run }) => `#/runs/${run}`,
    isThere: async (page) => {
      await page.locator('.ag-row').first().locator('.ag-cell').nth(3).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'experiment-live',
    hash: () => '#/experiments/shorter',
    isThere: async (page) =>
      expect(page.getByRole('table', { name: 'Metrics by arm' })).toBeVisible(),
  },
  {
    name: 'canary',
    hash: () => `#/experiments/canaries/${shop}/${CANARY}-v2`,
    isThere: async (page) =>
      expect(page.getByRole('table', { name: 'Steps of the canary' })).toBeVisible(),
  },
  {
    name: 'production',
    hash: () => `#/analytics/${shop}`,
    isThere: async (page) => expect(page.getByText('Volume').first()).toBeVisible(),
  },
  {
    name: 'plan',
    hash: ({ solver, remote }) =>
      `#/publishing/publish?template=${solver}&remote=${remote}&version=2`,
    isThere: async (page) => {
      await opens('Show the plan', /Publish as/)(page)
      await expect(page.locator('.monaco-diff-editor .line-insert').first()).toBeVisible()
    },
  },
  {
    name: 'promotion',
    hash: () => `#/publishing/${shop}/promotions`,
    isThere: async (page) => expect(page.getByRole('article').first()).toBeVisible(),
  },
  {
    name: 'palette',
    hash: () => '#/start',
    isThere: async (page) => {
      await page.keyboard.press('ControlOrMeta+k')
      await page.keyboard.type('gsm')
      await expect(page.getByText('gsm8k-solver').last()).toBeVisible()
    },
  },
  {
    name: 'shortcuts',
    hash: () => '#/start',
    isThere: async (page) => {
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    },
  },
]
