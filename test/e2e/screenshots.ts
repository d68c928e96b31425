// `npm run screenshots`: a picture of every page in both themes, in test/e2e/pictures. Plain names of
// pages as arguments make only those.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium as engine } from '@playwright/test'
import { chromium, chromiumArguments, noChromium } from './support/browser.ts'
import { startHost, temporaryHome } from './support/host.ts'
import { arrive, places } from './support/places.ts'
import { startShop } from './support/shop.ts'
import { fillShowcase, showcasePlaces } from './support/showcase.ts'
import { fillWorkspace, publishStage } from './support/stage.ts'
import { chooseTheme } from './support/steps.ts'

const pictures = fileURLToPath(new URL('./pictures/', import.meta.url))
/** Small windows are looked at and not kept. */
const passing = fileURLToPath(new URL('../../out/pictures/', import.meta.url))
const sizes = [
  { folder: pictures, width: 1440, height: 900 },
  { folder: passing, width: 800, height: 600 },
]
const wanted = process.argv.slice(2)

if (chromium === undefined) {
  console.error(noChromium)
  process.exit(3)
}
for (const { folder } of sizes) mkdirSync(folder, { recursive: true })
const { home, remove } = temporaryHome()
const store = await startShop()
const host = await startHost(home, 0, store.env)
const browser = await engine.launch({ executablePath: chromium, args: chromiumArguments })
try {
  const stage = await fillWorkspace(host)
  await publishStage(host, stage)
  await fillShowcase(host, store.connectionString, stage)
  const page = await browser.newPage({
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  })
  await page.goto(host.address)
  for (const theme of ['light', 'dark'] as const) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await chooseTheme(page, theme)
    for (const place of [...places, ...showcasePlaces]) {
      if (wanted.length > 0 && !wanted.includes(place.name)) continue
      for (const { folder, width, height } of sizes) {
        await page.setViewportSize({ width, height })
        await arrive(page, place, stage).catch((error) => {
          // A picture of what is there instead tells more than none.
          process.exitCode = 1
          console.error(`${place.name}: ${error.message}`)
        })
        await page.mouse.move(0, 0)
        await page.screenshot({ path: `${folder}${place.name}-${theme}.png` })
        // Dialogs, drawers and the palette would stand over the next page.
        await page.keyboard.press('Escape')
      }
      console.log(`${place.name}, ${theme}`)
    }
  }
} finally {
  await browser.close()
  await host.stop()
  await store.stop()
  remove()
}
