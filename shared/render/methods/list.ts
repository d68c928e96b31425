import { raiseIndexError, raiseValueError } from '../errors.ts'
import { methodEntry, type NativeFunction } from '../runtime/builtin.ts'
import { checkItems, collect, countSteps } from '../runtime/frame.ts'
import { callValue } from '../runtime/members.ts'
import { equals } from '../values/compare.ts'
import { iterate } from '../values/iterate.ts'
import { asIndex } from '../values/numbers.ts'
import { sortValues } from '../values/sort.ts'
import { sequenceItems, typeNameOf, type Value } from '../values/types.ts'

/** Bounds of a search may lie outside of the list. */
const clampIndex = (index: Value, length: number): number => {
  const at = asIndex(index)
  return Math.min(Math.max(at < 0 ? at + length : at, 0), length)
}

const count = methodEntry('count(value)', (rt, self, value) => {
  const items = sequenceItems(self) ?? []
  countSteps(rt, items.length)
  return items.filter((item) => item === value || equals(item, value)).length
})

const index = methodEntry(
  'index(value, start=0, stop=None)',
  (rt, self, value, start = 0, stop = null) => {
    const items = sequenceItems(self) ?? []
    const end = stop === null ? items.length : clampIndex(stop, items.length)
    countSteps(rt, items.length)
    for (let i = clampIndex(start, items.length); i < end; i++) {
      const item = items[i] ?? null
      if (item === value || equals(item, value)) return i
    }
    raiseValueError(`the value is not in the ${typeNameOf(self)}`)
  },
)

/** Methods that tuples share with lists. */
export const sequenceMethods: ReadonlyMap<string, NativeFunction> = new Map([count, index])

/** A method of list. */
const method: typeof methodEntry<Value[]> = methodEntry

/** Taking out or putting in moves all that stands behind: cheap each, dear in a loop on a long list. */
const moved = (items: number): number => items >>> 4

const pop = method('pop(index=-1)', (rt, items, at) => {
  const wanted = asIndex(at)
  if (items.length === 0) raiseIndexError('pop from empty list')
  const position = wanted < 0 ? wanted + items.length : wanted
  if (position < 0 || position >= items.length) raiseIndexError('pop index out of range')
  countSteps(rt, moved(items.length - position))
  return items.splice(position, 1)[0] ?? null
})

const remove = method('remove(value)', (rt, items, value) => {
  countSteps(rt, items.length)
  const at = items.findIndex((item) => item === value || equals(item, value))
  if (at < 0) raiseValueError('list.remove(x): x not in list')
  items.splice(at, 1)
  return null
})

const extend = method('extend(items)', (rt, items, more) => {
  const added = collect(rt, iterate(more))
  checkItems(rt, items.length + added.length)
  items.push(...added)
  return null
})

const insert = method('insert(index, value)', (rt, items, at, value) => {
  const position = clampIndex(at, items.length)
  checkItems(rt, items.length + 1)
  countSteps(rt, moved(items.length - position))
  items.splice(position, 0, value)
  return null
})

const sort = method('sort(key=None, reverse=False)', (rt, items, key, reverse) => {
  const keyOf = (item: Value): Value => (key === null ? item : callValue(rt, key, [item], null))
  const sorted = sortValues(rt, items, keyOf, asIndex(reverse) !== 0)
  items.splice(0, items.length, ...sorted)
  return null
})

/** Methods of list; those that change it are hidden in the immutable sandbox. */
export const listMethods: ReadonlyMap<string, NativeFunction> = new Map([
  count,
  index,
  pop,
  remove,
  extend,
  insert,
  sort,
  method('append(value)', (rt, items, value) => {
    checkItems(rt, items.length + 1)
    items.push(value)
    return null
  }),
  method('clear()', (_rt, items) => {
    items.length = 0
    return null
  }),
  method('copy()', (rt, items) => collect(rt, items)),
  method('reverse()', (_rt, items) => {
    items.reverse()
    return null
  }),
])

/** Methods of range. */
export const rangeMethods: ReadonlyMap<string, NativeFunction> = new Map([
  methodEntry('count(value)', (_rt, self, value) =>
    [...iterate(self)].some((item) => equals(item, value)) ? 1 : 0,
  ),
  methodEntry('index(value)', (rt, self, value) => {
    const at = collect(rt, iterate(self)).findIndex((item) => equals(item, value))
    if (at < 0) raiseValueError('the value is not in range')
    return at
  }),
])
