import { expect, test } from 'vitest'
import { PromptCache } from '#shared/client/feed/cache.ts'

test('names that the store never knew are forgotten but for the latest', async () => {
  const asked: string[] = []
  const cache = new PromptCache({
    load: async (names) => {
      asked.push(...names)
      return new Map(names.map((name) => [name, null]))
    },
    firstCallMs: 10_000,
    onLoaded: () => {},
    onError: () => {},
  })
  // More at once than are remembered: each is answered.
  const many = Array.from({ length: 2000 }, (_, place) => `at once ${place}`)
  expect(new Set(await Promise.all(many.map((name) => cache.get(name))))).toEqual(new Set([null]))
  for (let round = 0; round < 30; round += 1) {
    const names = Array.from({ length: 100 }, (_, place) => `a user's text ${round} ${place}`)
    expect(await Promise.all(names.map((name) => cache.get(name)))).toEqual(names.map(() => null))
  }
  expect(asked).toHaveLength(5000)
  // A thousand and the newest load: what a refresh asks for would grow with every text.
  expect(cache.names()).toHaveLength(1100)
  expect(cache.names()).toContain("a user's text 29 99")
  cache.close()
})
