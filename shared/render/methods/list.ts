import { failure, typeError, valueError } from '../errors.ts'
import { type NativeFunction, native } from '../runtime/builtin.ts'
import { callValue } from '../runtime/members.ts'
import { equals } from '../values/compare.ts'
import { iterate } from '../values/iterate.ts'
import { asIndex } from '../values/numbers.ts'
import { sortValues } from '../values/sort.ts'
import { truthy } from '../values/truth.ts'
import { PyRange, PyTuple, typeNameOf, type Value } from '../values/types.ts'

function itemsOf(self: Value): readonly Value[] {
  if (self instanceof PyTuple) return self.items
  return Array.isArray(self) ? self : []
}

function listOf(self: Value): Value[] {
  if (Array.isArray(self)) return self
  throw typeError(`expected a list, not ${typeNameOf(self)}`)
}

function clampIndex(index: Value, length: number): number {
  const at = asIndex(index)
  return Math.min(Math.max(at < 0 ? at + length : at, 0), length)
}

const count = native('count', { params: ['self', 'value'] }, (rt, self, value) => {
  const items = itemsOf(self)
  rt.step(items.length)
  return items.filter((item) => item === value || equals(item, value)).length
})

const index = native(
  'index',
  { params: ['self', 'value', 'start', 'stop'], defaults: [0, null] },
  (rt, self, value, start = 0, stop = null) => {
    const items = itemsOf(self)
    const end = stop === null ? items.length : clampIndex(stop, items.length)
    rt.step(items.length)
    for (let i = clampIndex(start, items.length); i < end; i++) {
      const item = items[i] ?? null
      if (item === value || equals(item, value)) return i
    }
    throw valueError(`the value is not in the ${typeNameOf(self)}`)
  },
)

/** Methods that tuples share with lists. */
export const sequenceMethods: ReadonlyMap<string, NativeFunction> = new Map([
  ['count', count],
  ['index', index],
])

const pop = native('pop', { params: ['self', 'index'], defaults: [-1] }, (_rt, self, at) => {
  const items = listOf(self)
  const wanted = asIndex(at)
  if (items.length === 0) throw failure('IndexError', 'pop from empty list')
  const position = wanted < 0 ? wanted + items.length : wanted
  if (position < 0 || position >= items.length)
    throw failure('IndexError', 'pop index out of range')
  return items.splice(position, 1)[0] ?? null
})

const remove = native('remove', { params: ['self', 'value'] }, (rt, self, value) => {
  const items = listOf(self)
  rt.step(items.length)
  const at = items.findIndex((item) => item === value || equals(item, value))
  if (at < 0) throw valueError('list.remove(x): x not in list')
  items.splice(at, 1)
  return null
})

const extend = native('extend', { params: ['self', 'items'] }, (rt, self, more) => {
  const items = listOf(self)
  const added = rt.collect(iterate(more))
  rt.checkItems(items.length + added.length)
  items.push(...added)
  return null
})

const insert = native('insert', { params: ['self', 'index', 'value'] }, (rt, self, at, value) => {
  const items = listOf(self)
  rt.checkItems(items.length + 1)
  items.splice(clampIndex(at, items.length), 0, value)
  return null
})

const sort = native(
  'sort',
  { params: ['self', 'key', 'reverse'], defaults: [null, false] },
  (rt, self, key, reverse) => {
    const items = listOf(self)
    const keyOf = key === null ? null : (item: Value): Value => callValue(rt, key, [item], null)
    const sorted = sortValues(rt, items, keyOf, truthy(reverse))
    items.splice(0, items.length, ...sorted)
    return null
  },
)

/** Methods of list; those that change it are hidden in the immutable sandbox. */
export const listMethods: ReadonlyMap<string, NativeFunction> = new Map([
  ['count', count],
  ['index', index],
  ['pop', pop],
  ['remove', remove],
  ['extend', extend],
  ['insert', insert],
  ['sort', sort],
  [
    'append',
    native('append', { params: ['self', 'value'] }, (rt, self, value) => {
      const items = listOf(self)
      rt.checkItems(items.length + 1)
      items.push(value)
      return null
    }),
  ],
  [
    'clear',
    native('clear', { params: ['self'] }, (_rt, self) => {
      listOf(self).length = 0
      return null
    }),
  ],
  ['copy', native('copy', { params: ['self'] }, (rt, self) => rt.collect(listOf(self)))],
  [
    'reverse',
    native('reverse', { params: ['self'] }, (_rt, self) => {
      listOf(self).reverse()
      return null
    }),
  ],
])

/** Methods of range. */
export const rangeMethods: ReadonlyMap<string, NativeFunction> = new Map([
  [
    'count',
    native('count', { params: ['self', 'value'] }, (_rt, self, value) =>
      self instanceof PyRange && [...iterate(self)].some((item) => equals(item, value)) ? 1 : 0,
    ),
  ],
  [
    'index',
    native('index', { params: ['self', 'value'] }, (rt, self, value) => {
      const at = rt.collect(iterate(self)).findIndex((item) => equals(item, value))
      if (at < 0) throw valueError('the value is not in range')
      return at
    }),
  ],
])
