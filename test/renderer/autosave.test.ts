import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAutosave } from '#renderer/features/templates/autosave.ts'

/** An autosave whose saves last until they are let go. */
function heldSaves() {
  const saves: { at: number; end: (error?: Error) => void }[] = []
  const states: string[] = []
  const autosave = createAutosave({
    save: () =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error === undefined ? resolve() : reject(error))
        saves.push({ at: Date.now(), end })
      }),
    onFailed: async () => {},
    isFinal: () => false,
    onState: (_, state) => states.push(state),
  })
  return { autosave, saves, states }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

test('who types on and on is saved every 700 ms, not at every key', async () => {
  const { autosave, saves } = heldSaves()
  for (let key = 0; key < 30; key += 1) {
    autosave.touch('a')
    // A machine on which each save outlasts the next key.
    await vi.advanceTimersByTimeAsync(100)
    if (key % 2 === 1) saves.at(-1)?.end()
  }
  const gaps = saves.slice(1).map(({ at }, place) => at - (saves[place]?.at ?? 0))
  expect(saves.length).toBeGreaterThanOrEqual(3)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(700)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(900)
})

test('what is typed during a save is saved after it, and only then all is', async () => {
  const { autosave, saves, states } = heldSaves()
  autosave.touch('a')
  await vi.advanceTimersByTimeAsync(250)
  autosave.touch('a')
  saves[0]?.end()
  await vi.advanceTimersByTimeAsync(249)
  expect([saves.length, states.at(-1)]).toEqual([1, 'pending'])
  await vi.advanceTimersByTimeAsync(1)
  saves[1]?.end()
  await vi.advanceTimersByTimeAsync(0)
  expect([saves.length, states.at(-1), autosave.isPending('a')]).toEqual([2, 'saved', false])
})

test('who waits for the save waits for what is typed meanwhile, and hears of a refusal', async () => {
  const { autosave, saves } = heldSaves()
  autosave.touch('a')
  const flushed = autosave.flush('a').then(
    () => 'saved',
    (error: Error) => error.message,
  )
  autosave.touch('a')
  saves[0]?.end()
  await vi.advanceTimersByTimeAsync(0)
  expect(saves.length).toBe(2)
  expect(await Promise.race([flushed, wait(0, 'waits')])).toBe('waits')
  saves[1]?.end(new Error('The disk is full.'))
  expect(await flushed).toBe('The disk is full.')
  expect(autosave.isPending('a')).toBe(true)
})
