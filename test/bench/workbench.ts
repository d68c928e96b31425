// The pages in a real Chromium on the browser host: first paint, typing in a long template, a list of
// ten thousand. Prints each figure beside its limit and ends with 1 where one is missed.
// `npm run bench -- workbench` (builds first when sources changed).

import { spawnSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { chromium as engine } from '@playwright/test'
import { chromium, chromiumArguments, noChromium } from '../e2e/support/browser.ts'
import { startHost, temporaryHome } from '../e2e/support/host.ts'
import { root } from '../support/repository.ts'
import { type Figure, printFigures } from './workbench/figures.ts'
import { fillWithTemplates } from './workbench/fill.ts'
import { measureList } from './workbench/list.ts'
import { measureFirstPaint } from './workbench/paint.ts'
import { measureTyping } from './workbench/typing.ts'

if (chromium === undefined) {
  console.error(noChromium)
  process.exit(3)
}
spawnSync(process.execPath, ['electron/hosts/launch/build.mjs'], { cwd: root, stdio: 'inherit' })

const { home, remove } = temporaryHome()
const browser = await engine.launch({ executablePath: chromium, args: chromiumArguments })
const figures: Figure[] = []
try {
  figures.push(...(await measureFirstPaint(browser)))
  const template = await fillWithTemplates(home, 10_000)
  const host = await startHost(home)
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(host.address)
    figures.push(...(await measureTyping(page, template)))
    figures.push(...(await measureList(page)))
  } finally {
    await host.stop()
  }
} finally {
  await browser.close()
  remove()
}
console.log(`machine: ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n`)
process.exitCode = printFigures(figures) ? 0 : 1
