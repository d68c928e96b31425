import type { Runtime } from '../runtime/frame.ts'
import { ordered } from './compare.ts'
import type { Value } from './types.ts'

/** Python's sorted(): stable also in reverse, compares with `<` only. */
export const sortValues = (
  rt: Runtime,
  items: readonly Value[],
  keyOf: ((item: Value) => Value) | null,
  isReversed: boolean,
): Value[] => {
  rt.checkItems(items.length)
  const keyed = items.map((item) => ({ item, key: keyOf === null ? item : keyOf(item) }))
  if (isReversed) keyed.reverse()
  keyed.sort((a, b) => {
    rt.step()
    if (ordered('<', a.key, b.key)) return -1
    return ordered('<', b.key, a.key) ? 1 : 0
  })
  if (isReversed) keyed.reverse()
  return keyed.map(({ item }) => item)
}
