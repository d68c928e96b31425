/** Something that a JSON Schema cannot say; the path leads to it from the schema's root. */
export interface SchemaProblem {
  readonly path: readonly string[]
  readonly message: string
}

type Path = readonly string[]
type Report = (path: Path, message: string) => void

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']
const DEEPEST = 64

/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const single = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const named = ['properties', '$defs', 'dependentSchemas']
const numbers = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']
const counts = [
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  ...['minContains', 'maxContains'],
]

const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0
const isText = (value: unknown): value is string => typeof value === 'string'

/**
 * What is wrong with a JSON Schema (2020-12) by itself, so that a misspelt type is told where it stands
 * and not when the first value meets it. Keywords that nobody knows are allowed, as the standard says.
 */
export function findSchemaProblems(schema: unknown): SchemaProblem[] {
  const problems: SchemaProblem[] = []
  walk(schema, [], (path, message) => problems.push({ path, message }))
  return problems
}

function walk(schema: unknown, path: Path, report: Report): void {
  if (typeof schema === 'boolean') return
  if (!isRecord(schema) || path.length > 2 * DEEPEST) {
    report(path, isRecord(schema) ? `Deeper than ${DEEPEST} levels.` : 'A schema is an object.')
    return
  }
  checkValues(schema, (keyword, message) => report([...path, keyword], message))
  for (const keyword of single) {
    if (schema[keyword] !== undefined) walk(schema[keyword], [...path, keyword], report)
  }
  for (const keyword of lists) walkList(schema[keyword], [...path, keyword], report)
  for (const keyword of named) {
    const parts = schema[keyword]
    if (parts === undefined) continue
    if (!isRecord(parts))
      report([...path, keyword], `"${keyword}" is an object of schemas by name.`)
    else
      for (const [name, part] of Object.entries(parts)) walk(part, [...path, keyword, name], report)
  }
}

function walkList(parts: unknown, path: Path, report: Report): void {
  if (parts === undefined) return
  if (!Array.isArray(parts)) report(path, 'A list of schemas stands here.')
  else for (const [index, part] of parts.entries()) walk(part, [...path, String(index)], report)
}

/** The keywords whose values are no schemas. */
function checkValues(
  schema: Record<string, unknown>,
  report: (keyword: string, message: string) => void,
): void {
  const { type, required, pattern } = schema
  const types = Array.isArray(type) ? type : [type]
  for (const one of type === undefined ? [] : types) {
    if (!TYPES.includes(one)) {
      report('type', `${JSON.stringify(one)} is no type; there are ${TYPES.join(', ')}.`)
    }
  }
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) {
    report('enum', '"enum" is the list of the values that are allowed.')
  }
  if (required !== undefined && !(Array.isArray(required) && required.every(isText))) {
    report('required', '"required" is a list of names.')
  }
  for (const keyword of numbers) {
    if (schema[keyword] !== undefined && typeof schema[keyword] !== 'number') {
      report(keyword, `"${keyword}" is a number.`)
    }
  }
  for (const keyword of counts) {
    if (schema[keyword] !== undefined && !isCount(schema[keyword])) {
      report(keyword, `"${keyword}" is a whole number from 0.`)
    }
  }
  for (const keyword of ['description', 'title', 'format']) {
    if (schema[keyword] !== undefined && !isText(schema[keyword])) {
      report(keyword, `"${keyword}" is a text.`)
    }
  }
  if (pattern !== undefined && !isPattern(pattern)) {
    report('pattern', 'This is no regular expression.')
  }
}

function isPattern(pattern: unknown): boolean {
  try {
    return isText(pattern) && new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}
