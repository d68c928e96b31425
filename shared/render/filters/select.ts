import { raiseRuntimeError } from '../errors.ts'
import { builtin, type NativeFunction } from '../runtime/builtin.ts'
import { countSteps, type Runtime } from '../runtime/frame.ts'
import { isDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { truthy } from '../values/truth.ts'
import { type Kwargs, PyIterator, sequenceItems, textOf, type Value } from '../values/types.ts'
import { attributeGetter, type FilterTable, type Getter, raiseArgumentError } from './shared.ts'

/** Filters that apply another filter or test to every item; lazy, as Python's generators are. */

const lazily = (rt: Runtime, value: Value, walk: () => Generator<Value>): Value => {
  function* items(): Generator<Value> {
    if (!truthy(value)) return
    for (const item of walk()) {
      countSteps(rt)
      yield item
    }
  }
  return new PyIterator(items())
}

const namedArguments = (named: Value): Kwargs | null => {
  if (!isDict(named) || named.size === 0) return null
  return new Map([...named.entries()].map(([key, value]) => [String(key), value]))
}

/** A filter by name, or an attribute: the two forms of map. */
const mapper = (rt: Runtime, args: readonly Value[], named: Value): Getter => {
  if (args.length === 0 && isDict(named) && named.has('attribute')) {
    const unknown = [...named.keys()].find((key) => key !== 'attribute' && key !== 'default')
    if (unknown !== undefined)
      raiseArgumentError(`Unexpected keyword argument '${String(unknown)}'`)
    return attributeGetter(named.get('attribute') ?? null, undefined, named.get('default') ?? null)
  }
  const [name, ...rest] = args
  if (name === undefined) raiseArgumentError('map requires a filter argument')
  const kwargs = namedArguments(named)
  // Looked up for each item, as in Python: nothing is wrong before there is one.
  return (_rt, item) =>
    (
      rt.env.filters.get(textOf(name) ?? '') ??
      raiseRuntimeError(`There is no filter named \`${textOf(name)}\`.`)
    )(rt, [item, ...rest], kwargs)
}

const map = builtin('map(*args, **kwargs)', (rt, value, rest, named) =>
  lazily(rt, value, function* () {
    const change = mapper(rt, sequenceItems(rest) ?? [], named)
    for (const item of iterate(value)) yield change(rt, item)
  }),
)

const tester = (rt: Runtime, args: readonly Value[], named: Value): ((item: Value) => boolean) => {
  const [name, ...rest] = args
  if (name === undefined) return truthy
  const kwargs = namedArguments(named)
  return (item) =>
    (
      rt.env.tests.get(textOf(name) ?? '') ??
      raiseRuntimeError(`There is no test named \`${textOf(name)}\`.`)
    )(rt, [item, ...rest], kwargs)
}

/** select, reject and their variants that test an attribute of each item. */
const selector = (
  name: string,
  isWanted: boolean,
  byAttribute: boolean,
): [string, NativeFunction] =>
  builtin(`${name}(*args, **kwargs)`, (rt, value, rest, named) =>
    lazily(rt, value, function* () {
      const args = sequenceItems(rest) ?? []
      if (byAttribute && args.length === 0)
        raiseArgumentError('Missing parameter for attribute name')
      const get = byAttribute ? attributeGetter(args[0] ?? null) : null
      const test = tester(rt, byAttribute ? args.slice(1) : args, named)
      for (const item of iterate(value)) {
        countSteps(rt)
        if (test(get === null ? item : get(rt, item)) === isWanted) yield item
      }
    }),
  )

/** Filters that take another filter or test by name. */
export const selectFilters: FilterTable = new Map([
  map,
  selector('select', true, false),
  selector('reject', false, false),
  selector('selectattr', true, true),
  selector('rejectattr', false, true),
])
