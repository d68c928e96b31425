import { checkItems, countSteps, type Runtime } from '../runtime/frame.ts'
import { ordered, takeCompared } from './compare.ts'
import type { Value } from './types.ts'

/** Python's sorted(): stable also in reverse, compares with `<` only. */
export const sortValues = (
  rt: Runtime,
  items: readonly Value[],
  keyOf: ((item: Value) => Value) | null,
  isReversed: boolean,
): Value[] => {
  checkItems(rt, items.length)
  const keyed = items.map((item) => ({ item, key: keyOf === null ? item : keyOf(item) }))
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
