import { raise, raiseOverflowError, raiseTypeError, raiseValueError } from '../errors.ts'
import { NativeCallable, type NativeFunction, native } from '../runtime/builtin.ts'
import { checkItems, countSteps, strWithin } from '../runtime/frame.ts'
import { namespaceFunction, pairsOf } from '../runtime/namespace.ts'
import { PyDict } from '../values/dict.ts'
import { asIndex } from '../values/numbers.ts'
import { isTuple, PyRange, sequenceItems, type Value } from '../values/types.ts'
import { cyclerFunction, joinerFunction } from './cycler.ts'
import { lipsumFunction } from './lipsum.ts'

/** The sandbox refuses longer ranges, as they are only ever meant to keep a server busy. */
const MAX_SANDBOX_RANGE = 100_000

const range: NativeFunction = native('range(*args)', (rt, rest) => {
  const given = isTuple(rest) ? rest.items.map(asIndex) : []
  if (given.length === 0 || given.length > 3) {
    raiseTypeError(`range expected 1 to 3 arguments, got ${given.length}`)
  }
  const [first = 0, second, step = 1] = given
  if (step === 0) raiseValueError('range() arg 3 must not be zero')
  const made = second === undefined ? new PyRange(0, first, 1) : new PyRange(first, second, step)
  if (rt.env.sandbox !== 'off' && made.length > MAX_SANDBOX_RANGE) {
    raiseOverflowError(`Range too big. The sandbox blocks ranges larger than ${MAX_SANDBOX_RANGE}.`)
  }
  return made
})

const dict: NativeFunction = native('dict(*args, **kwargs)', (rt, rest, named) => {
  const sources = sequenceItems(rest) ?? []
  if (sources.length > 1) raiseTypeError(`dict expected at most 1 argument, got ${sources.length}`)
  const pairs = [...sources.flatMap(pairsOf), ...pairsOf(named ?? null)]
  // A pair is read, hashed and stored: dearer than a turn of a loop.
  countSteps(rt, pairs.length * 4)
  checkItems(rt, pairs.length)
  return new PyDict(pairs)
})

const raiseException: NativeFunction = native('raise_exception(message)', (rt, message) => {
  raise('TemplateError', strWithin(rt, message))
})

const TYPES = {
  range,
  dict,
  namespace: namespaceFunction,
  cycler: cyclerFunction,
  joiner: joinerFunction,
}

/** What the host lends to templates on top of Jinja2's own globals. */
export interface HostGlobals {
  /** Makes `raise_exception(message)` available, as chat templates expect. */
  readonly raiseException?: boolean
  /** Makes `strftime_now(format)` available; prints the current moment (`globals/strftime.ts` knows how). */
  readonly strftime?: (format: string) => string
}

/** The names every template can use without being given them. */
export const makeGlobals = (host: HostGlobals): ReadonlyMap<string, Value> => {
  const { strftime } = host
  const functions = {
    lipsum: lipsumFunction,
    ...(host.raiseException && { raise_exception: raiseException }),
    ...(strftime && {
      strftime_now: native('strftime_now(format)', (rt, format) => strftime(strWithin(rt, format))),
    }),
  }
  return new Map([
    ...Object.entries(functions).map(
      ([name, run]) => [name, new NativeCallable(name, run)] as const,
    ),
    ...Object.entries(TYPES).map(
      ([name, run]) => [name, new NativeCallable(name, run, 'type')] as const,
    ),
  ])
}
