import { checkItems, countSteps, type Runtime } from '../runtime/frame.ts'
import { ordered, takeCompared } from './compare.ts'
import type { Value } from './types.ts'

/** Python's sorted(): stable also in reverse, compares with `<` only. */
export const sortValues = <T>(
  rt: Runtime,
  items: readonly T[],
  keyOf: (item: T) => Value,
  isReversed: boolean,
): T[] => {
  checkItems(rt, items.length)
  const keyed = items.map((item) => ({ item, key: keyOf(item) }))
  if (isReversed) keyed.reverse()
  keyed.sort((a, b) => {
    const isLess = ordered('<', a.key, b.key)
    const isGreater = !isLess && ordered('<', b.key, a.key)
    // Keys that are lists cost as much as they hold.
    countSteps(rt, 1 + (takeCompared() >>> 3))
    return isLess ? -1 : Number(isGreater)
  })
  if (isReversed) keyed.reverse()
  return keyed.map(({ item }) => item)
}
