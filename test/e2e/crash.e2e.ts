import { createTemplate, editorOf } from './support/editor.ts'
import { expect, test } from './support/fixture.ts'
import { startHost } from './support/host.ts'

interface Keystroke {
  readonly at: number
  readonly text: string
}

/**
 * What this machine adds to the promise, in ms: a key is to take 30 ms, and a save is three steps
 * (page, core, answer) that each wait as long as the slowest key did.
 */
function slowness(typed: readonly Keystroke[]): number {
  const gaps = typed.slice(1).map(({ at }, index) => at - (typed[index]?.at ?? at))
  return 3 * Math.max(0, Math.max(...gaps) - 30)
}

test('a killed core costs at most the last second of typing', async ({
  workbench: page,
  host,
  context,
  complaints,
}) => {
  const place = await createTemplate(page, 'fragile')
  await editorOf(page).focus()
  const typed: Keystroke[] = []
  let text = ''
  // Three seconds of steady typing: longer than any pause that could save by luck.
  for (const letter of 'the quick brown fox jumps over the lazy dog '.repeat(2)) {
    await page.keyboard.type(letter, { delay: 30 })
    text += letter
    typed.push({ at: Date.now(), text })
  }
  const killedAt = Date.now()
  await host.kill()
  await expect(page.getByText('Galley’s core is not answering.')).toBeVisible()
  // A page that is closed now can save nothing later: what counts is what the core has.
  await page.close()

  const again = await startHost(host.home)
  try {
    const fresh = await context.newPage()
    await fresh.goto(again.address)
    await fresh.goto(`${again.origin}/${place}`)
    await expect(editorOf(fresh)).toBeAttached()
    const due = typed.filter(({ at }) => at <= killedAt - 1000 - slowness(typed)).at(-1)?.text ?? ''
    expect(due.length).toBeGreaterThan(20)
    // An editor that is being laid out shows a letter or two of what it has.
    const shown = fresh.locator('.view-lines')
    const kept = async () => (await shown.innerText()).replaceAll(/\s+/gu, ' ')
    await expect.poll(kept).toContain(due.trimEnd())
  } finally {
    await again.stop()
    // The broken line is the point of this test.
    complaints.length = 0
  }
})
