import { expect, type Page } from '@playwright/test'
import { type Figure, percentile } from './figures.ts'

interface Probe {
  readonly delays: number[]
  readonly tasks: number[]
}

/**
 * Notes when each letter key went down, and when the first line of the preview had grown by it and
 * was painted. Runs in the page.
 */
function installProbe() {
  const probe: { delays: number[]; tasks: number[] } = { delays: [], tasks: [] }
  const pressed: number[] = []
  const preview = document.querySelector('section[aria-label="Preview"]')
  const firstLine = () => preview?.querySelector('pre')?.textContent?.split('\n', 1)[0]?.length ?? 0
  const from = firstLine()
  let seen = 0
  const end = new AbortController()
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key.length === 1) pressed.push(event.timeStamp)
    },
    { capture: true, signal: end.signal },
  )
  const onPainted = (count: number) => {
    const now = performance.now()
    for (; seen < count; seen += 1) probe.delays.push(now - (pressed[seen] ?? now))
  }
  const changes = new MutationObserver(() => {
    const count = firstLine() - from
    if (count <= seen) return
    // A message posted in a frame is heard after that frame was painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => onPainted(count)
      port2.postMessage(null)
    })
  })
  changes.observe(preview ?? document.body, { subtree: true, childList: true, characterData: true })
  const tasks = new PerformanceObserver((list) => {
    for (const task of list.getEntries()) probe.tasks.push(task.duration)
  })
  tasks.observe({ type: 'longtask' })
  Reflect.set(window, 'galleyProbe', probe)
  Reflect.set(window, 'galleyProbeEnd', () => {
    end.abort()
    changes.disconnect()
    tasks.disconnect()
  })
}

const KEYS = 100
/** Between two keys, in milliseconds: about 130 words a minute. */
const PACE = 90
/** Other work on the machine only adds; the calmest of these is what Galley itself takes. */
const ROUNDS = 3

async function openLongTemplate(page: Page, template: string): Promise<void> {
  await page.evaluate((id) => {
    window.location.hash = `#/templates/${id}`
  }, template)
  await expect(page.getByText(/\d characters/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Template text' }).focus()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('End')
  // The first keys load what only typing needs; they are not what a day of typing feels like.
  await page.keyboard.type(' warm up', { delay: PACE })
  const preview = page.getByRole('region', { name: 'Preview' }).locator('pre')
  await expect(preview).toContainText('warm up')
}

async function typeOneRound(page: Page): Promise<Probe> {
  await page.evaluate(installProbe)
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.type(key % 7 === 6 ? ' ' : 'abcdefghij'.charAt(key % 10))
    await page.waitForTimeout(PACE)
  }
  await page.waitForFunction(
    (count) => (Reflect.get(window, 'galleyProbe') as Probe).delays.length >= count,
    KEYS,
  )
  return page.evaluate(() => {
    Reflect.get(window, 'galleyProbeEnd')()
    return Reflect.get(window, 'galleyProbe') as Probe
  })
}

/** Types into the first line of the long template while a probe watches its preview. */
export async function measureTyping(page: Page, template: string): Promise<Figure[]> {
  await openLongTemplate(page, template)
  const rounds: Probe[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const probe = await typeOneRound(page)
    rounds.push(probe)
    const at = (share: number) => `${percentile(probe.delays, share).toFixed(0)} ms`
    const tasks = probe.tasks.map((task) => task.toFixed(0)).join(', ') || 'none'
    console.log(
      `typing: median ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}; tasks over 50 ms: ${tasks}`,
    )
  }
  return [
    {
      what: `keystroke to preview in 2,000 lines, p95 of ${KEYS} (best of ${ROUNDS})`,
      value: Math.min(...rounds.map(({ delays }) => percentile(delays, 0.95))),
      limit: 50,
      unit: 'ms',
    },
    {
      what: `  tasks over 50 ms while typing ${KEYS} letters (best of ${ROUNDS})`,
      value: Math.min(...rounds.map(({ tasks }) => tasks.length)),
      limit: 0,
      unit: 'tasks',
    },
  ]
}
