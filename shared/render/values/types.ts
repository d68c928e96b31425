/**
 * Python's values in JavaScript. Plain JavaScript values stand for the common types (null is None,
 * numbers are ints), everything else is a class of this folder. A JavaScript number is always an int:
 * floats have a class of their own, or 1.0 and 1 could not be told apart.
 */
export abstract class PyObject {
  /** Python's name of the type, as error messages print it. */
  abstract readonly typeName: string

  /** Attributes that are not in the fixed method table of the type; `undefined` means there is none. */
  attribute(_name: string): Value | undefined {
    return undefined
  }
}

/** Any Python value a template can meet. */
export type Value = null | boolean | number | bigint | string | Value[] | PyObject

/** A value, or `undefined` for "nothing assigned yet" (Jinja2's `missing`). */
export type Slot = Value | undefined

/** Keyword arguments in the order in which they were given. */
export type Kwargs = ReadonlyMap<string, Value>

/** A float, also where it is whole: 1.0 prints differently from 1. */
export class PyFloat extends PyObject {
  readonly typeName = 'float'
  declare readonly value: number
  constructor(value: number) {
    super()
    this.value = value
  }

  override attribute(name: string): Value | undefined {
    if (name === 'real') return this
    return name === 'imag' ? new PyFloat(0) : undefined
  }
}

/** An immutable sequence. */
export class PyTuple extends PyObject {
  readonly typeName: string = 'tuple'
  declare readonly items: readonly Value[]
  constructor(items: readonly Value[]) {
    super()
    this.items = items
  }
}

/** What groupby yields: a tuple whose two items also have names. */
export class GroupTuple extends PyTuple {
  override readonly typeName = '_GroupTuple'
  override attribute(name: string): Value | undefined {
    if (name === 'grouper') return this.items[0]
    return name === 'list' ? this.items[1] : undefined
  }
}

/** A string that autoescape leaves alone. */
export class Markup extends PyObject {
  readonly typeName = 'Markup'
  declare readonly text: string
  constructor(text: string) {
    super()
    this.text = text
  }
}

/** Bytes, which only `encode` makes. */
export class PyBytes extends PyObject {
  readonly typeName = 'bytes'
  declare readonly bytes: readonly number[]
  constructor(bytes: readonly number[]) {
    super()
    this.bytes = bytes
  }
}

/** An iterator that can be walked once: what map, select, batch and the like give. */
export class PyIterator extends PyObject {
  declare readonly typeName: string
  declare readonly source: Iterator<Value>
  constructor(source: Iterator<Value>, typeName = 'generator') {
    super()
    this.source = source
    this.typeName = typeName
  }
}

/** A range, lazy like Python's: its size costs nothing. */
export class PyRange extends PyObject {
  readonly typeName = 'range'
  declare readonly start: number
  declare readonly stop: number
  declare readonly step: number
  declare readonly length: number
  constructor(start: number, stop: number, step: number) {
    super()
    this.start = start
    this.stop = stop
    this.step = step
    this.length = Math.max(0, Math.ceil((stop - start) / step))
  }

  override attribute(name: string): Value | undefined {
    if (name === 'start') return this.start
    if (name === 'stop') return this.stop
    return name === 'step' ? this.step : undefined
  }

  at(index: number): number {
    return this.start + index * this.step
  }
}

/** Python's type names, as its error messages print them. */
export const typeNameOf = (value: Value): string => {
  if (value === null) return 'NoneType'
  switch (typeof value) {
    case 'string':
      return 'str'
    case 'boolean':
      return 'bool'
    case 'number':
    case 'bigint':
      return 'int'
    default:
      return isList(value) ? 'list' : value.typeName
  }
}

/** The text of a str or Markup; `undefined` for any other value. */
export const textOf = (value: Value): string | undefined => {
  if (isStr(value)) return value
  return isMarkup(value) ? value.text : undefined
}

/** What a value is. Calls of these minify to less than `instanceof`, which the page's bundle would repeat 200 times. */
/** An int up to 2^53, which is a JavaScript number. */
export const isSmall = (value: unknown): value is number => typeof value === 'number'

/** An int beyond 2^53. */
export const isBig = (value: unknown): value is bigint => typeof value === 'bigint'

export const isStr = (value: unknown): value is string => typeof value === 'string'
export const isBool = (value: unknown): value is boolean => typeof value === 'boolean'
export const isList = (value: unknown): value is Value[] => Array.isArray(value)
export const isObject = (value: unknown): value is PyObject => value instanceof PyObject
export const isTuple = (value: unknown): value is PyTuple => value instanceof PyTuple
export const isMarkup = (value: unknown): value is Markup => value instanceof Markup
export const isFloat = (value: unknown): value is PyFloat => value instanceof PyFloat
export const isBytes = (value: unknown): value is PyBytes => value instanceof PyBytes
export const isRange = (value: unknown): value is PyRange => value instanceof PyRange

/** The items of a list or tuple, such as the further arguments of a call; `undefined` for other values. */
export const sequenceItems = (value: unknown): readonly Value[] | undefined =>
  isList(value) ? value : isTuple(value) ? value.items : undefined
