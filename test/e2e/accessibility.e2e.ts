import { expect, sharedTest, test } from './support/fixture.ts'
import { arriveThroughTrouble, holdLine } from './support/line.ts'
import { emptyPlaces, places } from './support/places.ts'
import { publishStage } from './support/stage.ts'
import { test as staged } from './support/staged.ts'
import { expectAccessibleInBothThemes, visit } from './support/steps.ts'

// Two halves, for two workers.
const middle = Math.ceil(places.length / 2)
for (const some of [places.slice(0, middle), places.slice(middle)]) {
  const names = `${some[0]?.name} to ${some.at(-1)?.name}`
  staged(
    `every page from ${names}: offline, refused, tried again, and no grave violation`,
    async ({ workbench, host, stage }) => {
      test.setTimeout(600_000)
      await publishStage(host, stage)
      const line = await holdLine(workbench)
      for (const place of some) {
        await test.step(place.name, async () => {
          await arriveThroughTrouble(workbench, line, place, stage)
          await expectAccessibleInBothThemes(workbench)
        })
      }
    },
  )
}

test('every page of an empty workspace says what would be there, and the next step', async ({
  workbench: page,
}) => {
  const region = page.locator('#page')
  for (const { hash, says, next } of emptyPlaces) {
    await test.step(hash, async () => {
      await visit(page, hash)
      await expect(region.getByText(says).first()).toBeVisible()
      const step = { name: next, exact: true }
      await expect(
        region.getByRole('link', step).or(region.getByRole('button', step)).first(),
      ).toBeEnabled()
    })
  }
})

sharedTest(
  'a template is written and saved with the keyboard alone',
  async ({ workbench: page }) => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('new template')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'New template' })
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
    await page.keyboard.type('by-keyboard')
    await page.keyboard.press('Enter')
    const text = page.getByRole('textbox', { name: 'Text of message 1, system' })
    await expect(text).toBeAttached()
    await expect(dialog).toBeHidden()

    // F6 goes from part to part of the window; Tab goes on inside.
    const region = page.locator('[data-region="page"]')
    for (let step = 0; step < 3 && !(await region.evaluate(isFocused)); step += 1) {
      await page.keyboard.press('F6')
    }
    for (let step = 0; step < 30 && !(await text.evaluate(isFocused)); step += 1) {
      await page.keyboard.press('Tab')
    }
    await expect(text).toBeFocused()
    await page.keyboard.type('Be brief.')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect(text).not.toBeFocused()
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused()
    await page.keyboard.type('typed, never clicked')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved as v1.')).toBeVisible()
  },
)

const isFocused = (element: Element) => element === document.activeElement

test('at 400 % zoom everything can still be reached', async ({ workbench: page }) => {
  // 1440 × 900 at 400 % is a window of this many CSS pixels.
  await page.setViewportSize({ width: 360, height: 225 })
  const start = page.getByRole('button', { name: 'Open the sample workspace' })
  await start.scrollIntoViewIfNeeded()
  await start.click()
  await expect(page.getByRole('heading', { name: 'Workspace sample' })).toBeAttached()
  await page.getByRole('link', { name: 'Templates' }).click()
  // A list has only the rows in sight and some around them in the page.
  await page.getByRole('option').first().hover()
  await page.mouse.wheel(0, 10_000)
  await page.getByRole('option', { name: /topic-extraction/ }).click()
  await page.getByRole('button', { name: 'Save version' }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('button', { name: 'Save version' })).toBeInViewport()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})
