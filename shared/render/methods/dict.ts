import { keyError, typeError } from '../errors.ts'
import { builtin, type NativeFunction } from '../runtime/builtin.ts'
import { checkItems, collect, countSteps } from '../runtime/frame.ts'
import { pairsOf } from '../runtime/namespace.ts'
import { DictView, isDict, PyDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { repr } from '../values/repr.ts'
import { PyTuple, sequenceItems, typeNameOf, type Value } from '../values/types.ts'

const dictOf = (self: Value): PyDict => {
  if (isDict(self)) return self
  throw typeError(`expected a dict, not ${typeNameOf(self)}`)
}

const get = builtin('get(key, default=None)', (_rt, self, key, fallback) => {
  const value = dictOf(self).get(key)
  return value === undefined ? fallback : value
})

const pop = builtin('pop(key, *args)', (_rt, self, key, rest) => {
  const dict = dictOf(self)
  const value = dict.get(key)
  const [fallback] = sequenceItems(rest) ?? []
  if (value === undefined) {
    if (fallback !== undefined) return fallback
    throw keyError(repr(key))
  }
  dict.delete(key)
  return value
})

const popitem = builtin('popitem()', (_rt, self) => {
  const dict = dictOf(self)
  const last = [...dict.entries()].at(-1)
  if (!last) throw keyError('popitem(): dictionary is empty')
  dict.delete(last[0])
  return new PyTuple(last)
})

const setdefault = builtin('setdefault(key, default=None)', (rt, self, key, fallback) => {
  const dict = dictOf(self)
  const value = dict.get(key)
  if (value !== undefined) return value
  checkItems(rt, dict.size + 1)
  dict.set(key, fallback)
  return fallback
})

const update = builtin('update(*args, **kwargs)', (rt, self, rest, named) => {
  const dict = dictOf(self)
  const sources = sequenceItems(rest) ?? []
  if (sources.length > 1)
    throw typeError(`update expected at most 1 argument, got ${sources.length}`)
  const pairs = [...sources.flatMap(pairsOf), ...pairsOf(named)]
  countSteps(rt, pairs.length * 2)
  for (const [key, value] of pairs) {
    dict.set(key, value)
    checkItems(rt, dict.size)
  }
  return null
})

const fromkeys = builtin(
  'fromkeys(keys, value=None)',
  (rt, _self, keys, value) =>
    new PyDict(collect(rt, iterate(keys)).map((key) => [key, value] as const)),
)

const view = (kind: 'keys' | 'values' | 'items'): [string, NativeFunction] =>
  builtin(`${kind}()`, (_rt, self) => new DictView(dictOf(self), kind))

/** Methods of dict. */
export const dictMethods: ReadonlyMap<string, NativeFunction> = new Map([
  get,
  view('keys'),
  view('values'),
  view('items'),
  pop,
  popitem,
  setdefault,
  update,
  fromkeys,
  builtin('copy()', (rt, self) => {
    countSteps(rt, dictOf(self).size * 3)
    return dictOf(self).copy()
  }),
  builtin('clear()', (_rt, self) => {
    dictOf(self).clear()
    return null
  }),
])
