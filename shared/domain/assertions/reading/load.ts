import { type Assertion, assertionSchema, assertionTypes } from '../schema.ts'
import { splitList } from './comma-list.ts'
import { explainUnknownType } from './names.ts'

export interface AssertionProblem {
  /** Which assertion, from 0; members of a set as in `2.assertions.0`. */
  path: string
  message: string
  suggestion: string | null
}

export interface LoadedAssertions {
  assertions: Assertion[]
  /** Empty unless something is wrong; then nothing may be run. */
  problems: AssertionProblem[]
}

/**
 * Reads assertions as people write them in promptfoo's files: `not-contains`, values that are
 * numbers where a text is meant, comma lists, `assert` inside a set. Never throws.
 */
export function loadAssertions(input: unknown): LoadedAssertions {
  if (!Array.isArray(input)) {
    return { assertions: [], problems: [problem('', 'Assertions are a list.')] }
  }
  const assertions: Assertion[] = []
  const problems: AssertionProblem[] = []
  for (const [index, item] of input.entries()) {
    const found = unknownTypes(item, String(index))
    problems.push(...found)
    if (found.length > 0) continue
    const parsed = assertionSchema.safeParse(normalise(item))
    if (parsed.success) assertions.push(parsed.data)
    else {
      for (const issue of parsed.error.issues) {
        problems.push(problem([index, ...issue.path].join('.'), issue.message))
      }
    }
  }
  return { assertions, problems }
}

const problem = (path: string, message: string): AssertionProblem => ({
  path,
  message,
  suggestion: null,
})

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A set, and a place among others, cannot be turned round. */
const isBareOnly = (type: unknown) =>
  ['not-assert-set', 'not-select-best', 'not-max-score', 'not-pairwise', 'not-human'].includes(
    String(type),
  )

const membersOf = (item: Fields) => {
  const members = item.assertions ?? item.assert
  return item.type === 'assert-set' && Array.isArray(members) ? members : []
}

function unknownTypes(item: unknown, path: string): AssertionProblem[] {
  if (!isFields(item)) return [problem(path, 'An assertion is an object with a type.')]
  const { type } = item
  const bare = typeof type === 'string' ? type.replace(/^not-/, '') : type
  if (!assertionTypes.some((known) => known === bare) || isBareOnly(type)) {
    return [{ path, ...explainUnknownType(type, assertionTypes) }]
  }
  return membersOf(item).flatMap((member, index) =>
    unknownTypes(member, `${path}.assertions.${index}`),
  )
}

function normalise(item: unknown): unknown {
  if (!isFields(item)) return item
  const { type, assert: _, ...rest } = item
  if (['select-best', 'max-score', 'pairwise'].includes(String(type))) return item
  if (type === 'assert-set') return { ...rest, type, assertions: membersOf(item).map(normalise) }
  if (typeof type !== 'string') return item
  const isNegated = type.startsWith('not-')
  const bare = isNegated ? type.slice(4) : type
  const fields: Fields = { ...rest, type: bare, isNegated: isNegated !== (rest.isNegated === true) }
  if ('value' in rest) fields.value = normaliseValue(bare, rest.value)
  if (fields.value === undefined) delete fields.value
  return fields
}

/** A value in the type its assertion has: promptfoo coerces silently, and so do people. */
function normaliseValue(type: string, value: unknown): unknown {
  const isScalar = typeof value === 'number' || typeof value === 'boolean'
  switch (type) {
    case 'equals':
      return value
    case 'number':
    case 'word-count':
      return typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    case 'contains-all':
    case 'contains-any':
    case 'icontains-all':
    case 'icontains-any':
      return typeof value === 'string' ? splitList(value) : stringsOf(value)
    case 'is-xml':
    case 'contains-xml':
      return typeof value === 'string' ? splitList(value) : requiredElements(value)
    case 'tool-call-f1':
      return typeof value === 'string' ? splitList(value) : value
    case 'is-valid-openai-tools-call':
    case 'is-valid-function-call':
    case 'is-valid-openai-function-call':
      return value === '' || value === null ? undefined : value
    case 'is-json':
    case 'contains-json':
      return value === '' || value === null ? undefined : value
    default:
      return isScalar ? String(value) : stringsOf(value)
  }
}

const stringsOf = (value: unknown) =>
  Array.isArray(value)
    ? value.map((one) => (typeof one === 'number' || typeof one === 'boolean' ? String(one) : one))
    : value

/** promptfoo also takes `{ requiredElements: [...] }`. */
const requiredElements = (value: unknown) => (isFields(value) ? value.requiredElements : value)
