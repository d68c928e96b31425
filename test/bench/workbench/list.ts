import { expect, type Page } from '@playwright/test'
import { type Figure, percentile } from './figures.ts'

interface Scrolled {
  readonly frames: number
  readonly blank: number
  readonly height: number
}

/**
 * Scrolls the list from its beginning to its end, some twenty rows a frame, and looks in every frame
 * whether rows fill the place. Runs in the page.
 */
async function scrollThrough(): Promise<Scrolled> {
  const list = document.querySelector<HTMLElement>('[role="listbox"][aria-label="Templates"]')
  if (list === null) throw new Error('There is no list.')
  const box = list.getBoundingClientRect()
  const places = [0.02, 0.25, 0.5, 0.75, 0.98].map((share) => box.top + share * box.height)
  const isFilled = () =>
    places.every((y) =>
      document.elementFromPoint(box.left + box.width / 2, y)?.closest('[role="option"]'),
    )
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  let frames = 0
  let blank = 0
  while (list.scrollTop + list.clientHeight < list.scrollHeight - 1) {
    list.scrollTop += 1000
    await frame()
    // The scroll event has been heard by now; what is here is what this frame paints.
    frames += 1
    if (!isFilled()) blank += 1
  }
  return { frames, blank, height: list.scrollHeight }
}

/**
 * Notes how long after each key in the search the list was painted with its answer: the count beside
 * the search is busy from the key to the answer. Runs in the page.
 */
function installProbe() {
  const delays: number[] = []
  let pressed: number | null = null
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key.length === 1) pressed = event.timeStamp
    },
    { capture: true },
  )
  const count = document.querySelector('nav[aria-label="Templates"] [role="status"]')
  if (count === null) throw new Error('There is no count.')
  new MutationObserver(() => {
    if (pressed === null || count.getAttribute('aria-busy') === 'true') return
    const begun = pressed
    pressed = null
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => delays.push(performance.now() - begun)
      port2.postMessage(null)
    })
  }).observe(count, { attributeFilter: ['aria-busy'] })
  Reflect.set(window, 'galleyFilter', delays)
}

/** Scrolls and filters the list of all templates. */
export async function measureList(page: Page): Promise<Figure[]> {
  await page.evaluate(() => {
    window.location.hash = '#/templates'
  })
  await page.waitForFunction(
    () =>
      (document.querySelector('[role="listbox"][aria-label="Templates"]')?.scrollHeight ?? 0) >
      9_999 * 40,
    undefined,
    { timeout: 30_000 },
  )
  const scrolled = await page.evaluate(scrollThrough)
  console.log(`list: ${scrolled.frames} frames over ${scrolled.height} pixels`)

  const search = page.getByRole('textbox', { name: 'Search templates' })
  await search.focus()
  await page.evaluate(installProbe)
  // Words with many hits and with one; every letter is a filter.
  const words = ['river 12', 'silver', 'unique77', 'garden 4', '1234', 'letter 77']
  for (const word of words) {
    await search.fill('')
    await page.waitForTimeout(300)
    for (const letter of word) {
      await page.keyboard.type(letter)
      await page.waitForTimeout(150)
    }
  }
  const keys = words.join('').length
  const answers = () => page.evaluate(() => Reflect.get(window, 'galleyFilter') as number[])
  await expect.poll(async () => (await answers()).length).toBe(keys)
  const delays = await answers()
  console.log(
    `filter: ${delays.length} answers, median ${percentile(delays, 0.5).toFixed(0)} ms, longest ${percentile(delays, 1).toFixed(0)} ms`,
  )
  return [
    {
      what: 'blank frames while scrolling 10,000 templates from end to end',
      value: scrolled.blank,
      limit: 0,
      unit: 'frames',
    },
    {
      what: 'key in the search to the filtered list of 10,000, p95',
      value: percentile(delays, 0.95),
      limit: 50,
      unit: 'ms',
    },
  ]
}
