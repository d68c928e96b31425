import { makeGlobals } from '../globals/index.ts'
import { bytesMethods } from '../methods/bytes.ts'
import { dictMethods } from '../methods/dict.ts'
import { listMethods } from '../methods/list.ts'
import { integerMethods } from '../methods/number.ts'
import { textMethods } from '../methods/text.ts'
import { FILTERS } from '../options.ts'
import { NativeCallable, type NativeFunction } from '../runtime/builtin.ts'
import { tests } from '../tests/index.ts'

/** A function as it is called, with its parameters for the hint that follows the caret. */
export interface Signature {
  readonly label: string
  readonly parameters: readonly string[]
}

/** The written signature without the value that a filter, test or method is applied to. */
const applied = (name: string, signature: string, hasValue: boolean): Signature => {
  const inside = signature.slice(signature.indexOf('(') + 1, -1)
  // Commas inside quotes belong to a default.
  const all = inside.match(/(?:'[^']*'|[^,])+/g)?.map((part) => part.trim()) ?? []
  const parameters = hasValue ? all.slice(1) : all
  return { label: `${name}(${parameters.join(', ')})`, parameters }
}

type Table = ReadonlyMap<string, NativeFunction | ((...args: never[]) => unknown)>

const signatureIn = (table: Table, name: string, hasValue = true): Signature | undefined => {
  const entry = table.get(name) as { readonly signature?: string } | undefined
  return entry?.signature === undefined ? undefined : applied(name, entry.signature, hasValue)
}

/** How a filter is called behind its `|`. */
export const filterSignature = (name: string): Signature | undefined =>
  signatureIn(FILTERS.jinja, name)

/** How a test is called behind `is`. */
export const testSignature = (name: string): Signature | undefined => signatureIn(tests, name)

const globals = makeGlobals({})

/** How a function that every template has is called. */
export const globalSignature = (name: string): Signature | undefined => {
  const value = globals.get(name)
  const signature = value instanceof NativeCallable ? value.signature : undefined
  return signature === undefined ? undefined : applied(name, signature, false)
}

const METHODS: readonly Table[] = [
  textMethods,
  dictMethods,
  listMethods,
  integerMethods,
  bytesMethods,
]

/** How a method is called; where types share a name, that of the first type that has it. */
export const methodSignature = (name: string): Signature | undefined => {
  for (const table of METHODS) {
    const signature = signatureIn(table, name)
    if (signature !== undefined) return signature
  }
  return undefined
}

/** The names of the methods of a sample value. */
export const methodsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [...textMethods.keys()]
  if (Array.isArray(value)) return [...listMethods.keys()]
  return typeof value === 'object' && value !== null ? [...dictMethods.keys()] : []
}
