import { expect, type Page } from '@playwright/test'
import type { Stage } from './stage.ts'
import { visit } from './steps.ts'

export interface Place {
  readonly name: string
  readonly hash: (stage: Stage) => string
  /** Resolves when the page shows what it is for. */
  readonly isThere: (page: Page) => Promise<void>
}

/** How many kinds of token the editors on the page show. */
const countTokenKinds = () =>
  new Set(
    [...document.querySelectorAll('.view-line span[class^="mtk"]')].map((one) => one.className),
  ).size

/** How many comparisons on the page mark nothing yet; one where there is no comparison. */
const countUnmarkedDiffs = () => {
  const diffs = [...document.querySelectorAll('.monaco-diff-editor')]
  const isUnmarked = (diff: Element) => diff.querySelector('.line-insert, .line-delete') === null
  return diffs.length === 0 ? 1 : diffs.filter(isUnmarked).length
}

const shows = (text: string | RegExp) => (page: Page) =>
  expect(page.getByText(text).first()).toBeVisible()

/** Every page of the workbench: for pictures and for the tests of accessibility. */
export const places: readonly Place[] = [
  { name: 'start', hash: () => '#/start', isThere: shows('Lately') },
  {
    name: 'templates',
    hash: () => '#/templates',
    isThere: shows(/Choose a template|\d templates/),
  },
  {
    name: 'editor',
    hash: ({ template }) => `#/templates/${template}`,
    isThere: async (page) => {
      // The panel that was looked at last comes back.
      await page.getByRole('tab', { name: 'Preview' }).click()
      // Plain text at first, in colours a moment later.
      await expect.poll(() => page.evaluate(countTokenKinds)).toBeGreaterThan(3)
      await expect(page.getByText(/\d characters/)).toBeVisible()
    },
  },
  {
    name: 'history',
    hash: ({ solver }) => `#/templates/${solver}/history?from=1&to=2`,
    isThere: async (page) => expect.poll(() => page.evaluate(countUnmarkedDiffs)).toBe(0),
  },
  {
    name: 'datasets',
    hash: ({ dataset }) => `#/datasets/${dataset}`,
    isThere: async (page) => expect(page.locator('.ag-row').first()).toBeVisible(),
  },
  {
    name: 'dataset-splits',
    hash: ({ dataset }) => `#/datasets/${dataset}/splits`,
    isThere: shows(/is not split/),
  },
  {
    name: 'dataset-duplicates',
    hash: ({ dataset }) => `#/datasets/${dataset}/duplicates`,
    isThere: shows('Look for duplicates'),
  },
  {
    name: 'dataset-schema',
    hash: ({ dataset }) => `#/datasets/${dataset}/rules`,
    isThere: shows('Check the cases'),
  },
  {
    name: 'dataset-versions',
    hash: ({ dataset }) => `#/datasets/${dataset}/versions`,
    isThere: async (page) => expect(page.getByRole('table', { name: 'Versions' })).toBeVisible(),
  },
  { name: 'import', hash: () => '#/datasets/import', isThere: shows('No file chosen.') },
  { name: 'run-setup', hash: () => '#/runs/new', isThere: shows('Start the run') },
  {
    name: 'run-results',
    hash: ({ run }) => `#/runs/${run}`,
    isThere: async (page) => expect(page.locator('.ag-row').first()).toBeVisible(),
  },
  {
    name: 'run-compare',
    hash: ({ run }) => `#/runs/${run}/compare`,
    isThere: async (page) => expect(page.locator('.ag-row').first()).toBeVisible(),
  },
  {
    name: 'run-trend',
    hash: ({ solver }) => `#/runs/trend?template=${solver}`,
    isThere: async (page) =>
      expect(page.getByRole('table', { name: 'Runs of the trend' })).toBeVisible(),
  },
  {
    name: 'run-simulate',
    hash: ({ run }) => `#/runs/${run}/simulate`,
    isThere: async (page) => {
      await page.getByRole('button', { name: 'Simulate' }).click()
      await expect(page.getByRole('table', { name: 'Endings by number of users' })).toBeVisible({
        timeout: 30_000,
      })
    },
  },
  { name: 'run-gates', hash: ({ run }) => `#/runs/${run}/gates`, isThere: shows(/gate/i) },
  {
    name: 'gates',
    hash: ({ solver }) => `#/runs/gates?template=${solver}`,
    isThere: async (page) => expect(page.getByRole('table', { name: 'Gates' })).toBeVisible(),
  },
  {
    name: 'experiment-design',
    hash: () => '#/experiments/new',
    isThere: async (page) => {
      await page.getByRole('combobox', { name: 'Template' }).click()
      await page.getByRole('option', { name: /gsm8k/ }).first().click()
      await expect(page.getByText('Power of the rule')).toBeVisible()
    },
  },
  {
    name: 'canaries',
    hash: ({ remote }) => `#/experiments/canaries/${remote}`,
    isThere: shows('No canary yet'),
  },
  {
    name: 'guardrails',
    hash: () => '#/guardrails/01900000-0000-7000-8000-000000000001',
    isThere: shows('Test bench'),
  },
  {
    name: 'published',
    hash: ({ remote }) => `#/publishing/${remote}`,
    isThere: async (page) =>
      expect(page.getByRole('table', { name: 'Published versions' })).toBeVisible(),
  },
  {
    name: 'audit',
    hash: ({ remote }) => `#/publishing/${remote}/audit`,
    isThere: async (page) => expect(page.getByRole('table', { name: 'Audit trail' })).toBeVisible(),
  },
  {
    name: 'analytics',
    hash: ({ remote }) => `#/analytics/${remote}`,
    isThere: shows(/Volume|No executions in this time/),
  },
  {
    name: 'publish',
    hash: ({ solver, remote }) =>
      `#/publishing/publish?template=${solver}&remote=${remote}&version=2`,
    isThere: async (page) => {
      await page.getByRole('button', { name: 'Show the plan' }).click()
      await expect(page.getByRole('button', { name: /^Publish as/ })).toBeVisible()
    },
  },
  {
    name: 'promotions',
    hash: ({ remote }) => `#/publishing/${remote}/promotions`,
    isThere: shows(/promotion|approv/i),
  },
  { name: 'outbox', hash: () => '#/publishing/outbox', isThere: shows(/outbox|waits/i) },
  {
    name: 'guardrails-shared',
    hash: ({ remote }) => `#/guardrails/shared?remote=${remote}`,
    isThere: async (page) => expect(page.getByRole('table').first()).toBeVisible(),
  },
  { name: 'settings', hash: () => '#/settings', isThere: shows('Back up now') },
]

/** What a page says while there is nothing, and the step that brings something. */
interface EmptyPlace {
  readonly hash: string
  readonly says: string | RegExp
  readonly next: string | RegExp
}

/** Every page that can be reached in a workspace with nothing in it. */
export const emptyPlaces: readonly EmptyPlace[] = [
  { hash: '#/start', says: 'See it with something in it', next: 'Open the sample workspace' },
  { hash: '#/templates', says: 'No templates yet', next: 'New template' },
  { hash: '#/datasets', says: 'No datasets yet', next: 'Import a dataset' },
  { hash: '#/datasets/import', says: 'No file chosen.', next: 'Choose a file' },
  { hash: '#/runs', says: 'No runs yet', next: 'New run' },
  { hash: '#/runs/new', says: 'No dataset to run over', next: 'Import a dataset' },
  { hash: '#/runs/trend', says: 'No template is named', next: 'Templates' },
  { hash: '#/runs/no-id', says: 'This address names no run', next: 'Runs' },
  { hash: '#/experiments', says: 'No experiments yet', next: 'New experiment' },
  { hash: '#/experiments/new', says: 'No version to compare', next: 'Templates' },
  { hash: '#/experiments/canaries', says: 'No shared store yet', next: 'Add a shared store' },
  { hash: '#/guardrails', says: 'Choose a guardrail', next: 'New guardrail' },
  { hash: '#/guardrails/shared', says: 'No shared store yet', next: 'Add a shared store' },
  { hash: '#/publishing', says: 'No shared store yet', next: 'Add a shared store' },
  { hash: '#/publishing/publish', says: 'No shared store yet', next: 'Add a shared store' },
  { hash: '#/publishing/outbox', says: 'Nothing waits', next: 'Publish a version' },
  { hash: '#/publishing/gone', says: 'This workspace knows no such store', next: 'Shared stores' },
  { hash: '#/analytics', says: 'No shared store yet', next: 'Shared stores' },
  { hash: '#/analytics/gone', says: 'This workspace knows no such store', next: 'Shared stores' },
  { hash: '#/settings', says: 'None yet. Runs can use echo', next: 'Add a provider' },
]

/** Goes to a place and waits until it is there. */
export async function arrive(page: Page, place: Place, stage: Stage): Promise<void> {
  await visit(page, place.hash(stage))
  await place.isThere(page)
}
