import { raiseTypeError } from '../errors.ts'
import { isDict, PyDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { repr } from '../values/repr.ts'
import { isStr, PyObject, sequenceItems, typeNameOf, type Value } from '../values/types.ts'
import { refuseMissing } from '../values/undefined.ts'
import { native } from './builtin.ts'
import { countSteps } from './frame.ts'
import { unpack } from './operators.ts'

/** What `namespace()` makes: attributes that set statements may change from inner scopes. */
export class Namespace extends PyObject {
  readonly typeName = 'Namespace'
  declare readonly values: Map<string, Value>
  constructor(values: Iterable<readonly [string, Value]>) {
    super()
    this.values = new Map(values)
  }

  override attribute(name: string): Value | undefined {
    return this.values.get(name)
  }

  pyRepr(): string {
    return `<Namespace ${repr(new PyDict(this.values))}>`
  }
}

/** Key-value pairs as dict() takes them: from a dict, pairs, and keyword arguments. */
export const pairsOf = (source: Value): [Value, Value][] => {
  if (isDict(source)) return [...source.entries()]
  refuseMissing(source)
  return [...iterate(source)].map((pair) => {
    const [key = null, value = null] = unpack(pair, 2)
    return [key, value]
  })
}

/** The global `namespace`: like dict(), but the pairs become attributes. */
export const namespaceFunction = native('namespace(*args, **kwargs)', (rt, rest, named) => {
  const [source, more] = sequenceItems(rest) ?? []
  if (more !== undefined) raiseTypeError('namespace() takes at most one positional argument')
  const pairs = [...(source === undefined ? [] : pairsOf(source)), ...pairsOf(named ?? null)]
  countSteps(rt, pairs.length * 4)
  return new Namespace(
    pairs.map(([key, value]) => {
      if (!isStr(key)) raiseTypeError(`attribute names must be texts, not ${typeNameOf(key)}`)
      return [key, value] as const
    }),
  )
})
