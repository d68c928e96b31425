import { dictMethods } from '../methods/dict.ts'
import { listMethods } from '../methods/list.ts'
import { textMethods } from '../methods/text.ts'
import type { ShapeType } from './shape.ts'

const FILTER_INPUTS: Readonly<Record<ShapeType, string>> = {
  string:
    'upper lower capitalize title trim truncate wordwrap wordcount indent replace striptags urlize center forceescape',
  number: 'abs round filesizeformat',
  list: 'join sort map select reject selectattr rejectattr batch slice groupby sum unique min max random first last',
  object: 'dictsort items xmlattr',
  boolean: '',
}

const TEST_INPUTS: Readonly<Record<string, ShapeType>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  float: 'number',
  odd: 'number',
  even: 'number',
  divisibleby: 'number',
  boolean: 'boolean',
  true: 'boolean',
  false: 'boolean',
  mapping: 'object',
  upper: 'string',
  lower: 'string',
}

const FILTERS: ReadonlyMap<string, ShapeType> = new Map(
  Object.entries(FILTER_INPUTS).flatMap(([type, names]) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => [name, type as ShapeType] as const),
  ),
)

/** The type a filter expects of its value. */
export const filterInput = (name: string): ShapeType | undefined => FILTERS.get(name)

/** The type a test asks about. */
export const testInput = (name: string): ShapeType | undefined =>
  Object.hasOwn(TEST_INPUTS, name) ? TEST_INPUTS[name] : undefined

/** The only type that has a method of this name. */
export const methodOwner = (name: string): ShapeType | undefined => {
  const owners = [
    ...(textMethods.has(name) ? ['string' as const] : []),
    ...(listMethods.has(name) ? ['list' as const] : []),
    ...(dictMethods.has(name) ? ['object' as const] : []),
  ]
  return owners.length === 1 ? owners[0] : undefined
}
