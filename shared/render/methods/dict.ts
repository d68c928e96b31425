import { raiseKeyError, raiseTypeError } from '../errors.ts'
import { methodEntry, type NativeFunction } from '../runtime/builtin.ts'
import { checkItems, collect, countSteps } from '../runtime/frame.ts'
import { pairsOf } from '../runtime/namespace.ts'
import { DictView, PyDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { repr } from '../values/repr.ts'
import { PyTuple, sequenceItems } from '../values/types.ts'

/** A method of dict. */
const method: typeof methodEntry<PyDict> = methodEntry

const get = method('get(key, default=None)', (_rt, dict, key, fallback) => {
  const value = dict.get(key)
  return value === undefined ? fallback : value
})

const pop = method('pop(key, *args)', (_rt, dict, key, rest) => {
  const value = dict.get(key)
  const [fallback] = sequenceItems(rest) ?? []
  if (value === undefined) {
    if (fallback !== undefined) return fallback
    raiseKeyError(repr(key))
  }
  dict.delete(key)
  return value
})

const popitem = method('popitem()', (_rt, dict) => {
  const last = [...dict.entries()].at(-1)
  if (!last) raiseKeyError('popitem(): dictionary is empty')
  dict.delete(last[0])
  return new PyTuple(last)
})

const setdefault = method('setdefault(key, default=None)', (rt, dict, key, fallback) => {
  const value = dict.get(key)
  if (value !== undefined) return value
  checkItems(rt, dict.size + 1)
  dict.set(key, fallback)
  return fallback
})

const update = method('update(*args, **kwargs)', (rt, dict, rest, named) => {
  const sources = sequenceItems(rest) ?? []
  if (sources.length > 1)
    raiseTypeError(`update expected at most 1 argument, got ${sources.length}`)
  const pairs = [...sources.flatMap(pairsOf), ...pairsOf(named)]
  countSteps(rt, pairs.length * 2)
  for (const [key, value] of pairs) {
    dict.set(key, value)
    checkItems(rt, dict.size)
  }
  return null
})

const fromkeys = method(
  'fromkeys(keys, value=None)',
  (rt, _dict, keys, value) =>
    new PyDict(collect(rt, iterate(keys)).map((key) => [key, value] as const)),
)

const view = (kind: 'keys' | 'values' | 'items'): [string, NativeFunction] =>
  method(`${kind}()`, (_rt, dict) => new DictView(dict, kind))

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
  method('copy()', (rt, dict) => {
    countSteps(rt, dict.size * 3)
    return dict.copy()
  }),
  method('clear()', (_rt, dict) => {
    dict.clear()
    return null
  }),
])
