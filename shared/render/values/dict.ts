import { raise, raiseBudgetError, raiseTypeError } from '../errors.ts'
import {
  isBig,
  isBool,
  isBytes,
  isFloat,
  isList,
  isMarkup,
  isRange,
  isSmall,
  isStr,
  isTuple,
  PyObject,
  PyTuple,
  typeNameOf,
  type Value,
} from './types.ts'
import { isMissing, refuseStrict } from './undefined.ts'

type Hash = string | number | bigint | null | PyObject

/** Strings keep themselves as hash unless they could be taken for an encoded tuple. */
const ENCODED = '\u0000'

/**
 * A key such that JavaScript's Map tells keys apart exactly as Python's dict does:
 * 1, 1.0 and True are one key, a tuple is the sum of its items, lists cannot be keys.
 */
export const hashOf = (key: Value): Hash => {
  if (isStr(key)) return key.startsWith(ENCODED) ? `${ENCODED}s${key}` : key
  if (isSmall(key) || isBig(key) || key === null) return key
  if (isBool(key)) return key ? 1 : 0
  if (isList(key) || isDict(key)) {
    raiseTypeError(`unhashable type: '${typeNameOf(key)}'`)
  }
  if (isFloat(key)) return hashOfFloat(key.value)
  if (isMarkup(key)) return hashOf(key.text)
  if (isTuple(key)) return hashOfTuple(key)
  if (isBytes(key)) return `${ENCODED}b${key.bytes.join(',')}`
  if (isRange(key)) return `${ENCODED}r${key.length},${key.start},${key.step}`
  if (isMissing(key)) {
    refuseStrict(key)
    return `${ENCODED}u`
  }
  return key
}

const MAX_KEY_CHARS = 100_000

/** Equal tuples have equal texts; the length before each part keeps them apart. */
const hashOfTuple = (key: PyTuple): Hash => {
  let text = `${ENCODED}t(`
  for (const item of key.items) {
    text += `${encoded(item)},`
    if (text.length > MAX_KEY_CHARS) raiseBudgetError('The tuple is too large to be a key.')
  }
  return `${text})`
}

/** A whole float beyond the safe integers is the same key as the big integer. */
const hashOfFloat = (value: number): Hash =>
  Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value

/** One tuple item as text that no other item can have; objects are told apart by a number each. */
const encoded = (item: Value): string => {
  const hash = hashOf(item)
  if (isStr(hash)) return `"${hash.length}:${hash}"`
  if (typeof hash === 'object' && hash !== null) return `o${objectNumber(hash)}`
  return String(hash)
}

const objectNumbers = new WeakMap<PyObject, number>()
let nextObjectNumber = 1

/** Given out when first asked for: most objects never become keys. */
const objectNumber = (object: PyObject): number => {
  let number = objectNumbers.get(object)
  if (number === undefined) {
    number = nextObjectNumber++
    objectNumbers.set(object, number)
  }
  return number
}

/** Python's dict: keeps insertion order, any hashable key. */
export class PyDict extends PyObject {
  readonly typeName = 'dict'
  declare readonly values: Map<Hash, Value>
  /** The keys that are not their own hash (1.0, True, tuples); most dicts have none. */
  #originals: Map<Hash, Value> | null = null

  constructor(entries?: Iterable<readonly [Value, Value]>) {
    super()
    this.values = new Map()
    if (entries) for (const [key, value] of entries) this.set(key, value)
  }

  get size(): number {
    return this.values.size
  }

  get(key: Value): Value | undefined {
    return this.values.get(isStr(key) && key[0] !== ENCODED ? key : hashOf(key))
  }

  has(key: Value): boolean {
    return this.values.has(hashOf(key))
  }

  /** Sets an item; as in Python, the first spelling of an equal key stays. */
  set(key: Value, value: Value): void {
    if (isStr(key) && key[0] !== ENCODED) {
      this.values.set(key, value)
      return
    }
    const hash = hashOf(key)
    if (hash !== key && !this.values.has(hash)) {
      this.#originals ??= new Map()
      this.#originals.set(hash, key)
    }
    this.values.set(hash, value)
  }

  delete(key: Value): boolean {
    const hash = hashOf(key)
    this.#originals?.delete(hash)
    return this.values.delete(hash)
  }

  clear(): void {
    this.values.clear()
    this.#originals = null
  }

  *entries(): Generator<[Value, Value]> {
    const size = this.values.size
    for (const [hash, value] of this.values) {
      if (this.values.size !== size) {
        raise('RuntimeError', 'dictionary changed size during iteration')
      }
      yield [this.#originals?.get(hash) ?? (hash as Value), value]
    }
  }

  *keys(): Generator<Value> {
    for (const [key] of this.entries()) yield key
  }

  copy(): PyDict {
    return new PyDict(this.entries())
  }
}

/** Which part of the entries a view shows. */
export type DictViewKind = 'keys' | 'values' | 'items'

/** What `d.keys()`, `d.values()` and `d.items()` give: live, sized, not indexable. */
export class DictView extends PyObject {
  declare readonly dict: PyDict
  declare readonly kind: DictViewKind
  constructor(dict: PyDict, kind: DictViewKind) {
    super()
    this.dict = dict
    this.kind = kind
  }

  get typeName(): string {
    return `dict_${this.kind}`
  }

  *[Symbol.iterator](): Generator<Value> {
    for (const [key, value] of this.dict.entries()) {
      if (this.kind === 'keys') yield key
      else yield this.kind === 'values' ? value : new PyTuple([key, value])
    }
  }
}

/** Whether a value is a dict. */
export const isDict = (value: unknown): value is PyDict => value instanceof PyDict
/** Whether a value is what `keys()`, `values()` or `items()` give. */
export const isView = (value: unknown): value is DictView => value instanceof DictView
