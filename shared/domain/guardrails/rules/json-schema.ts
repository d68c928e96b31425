import { format, type Schema, Validator } from '@cfworker/json-schema'
import type { JsonSchemaRule } from '../types.ts'
import { isRecord } from '../untrusted.ts'
import { compilePattern } from './regex.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

const formatPrefix = 're2:'
const deepest = 64

/**
 * The validator runs `pattern` on the JavaScript engine, which a model's answer could hang. Each
 * pattern is therefore turned into a `format` that the linear-time engine checks.
 */
function registerPattern(pattern: string): string {
  const name = formatPrefix + pattern
  const compiled = compilePattern(pattern)
  format[name] ??= (value: string) => compiled.test(value)
  return name
}

/** Keywords whose values are data, not schemas. */
const dataKeywords = new Set(['const', 'enum', 'default', 'examples', 'required'])
/** Keywords whose values are schemas by name. */
const namedSchemas = new Set(['properties', '$defs', 'definitions', 'dependentSchemas'])

function withSafePatterns(schema: unknown, depth: number): unknown {
  if (depth > deepest)
    throw new RuleFailure(`The schema is nested more than ${deepest} levels deep.`)
  if (Array.isArray(schema)) return schema.map((part) => withSafePatterns(part, depth + 1))
  if (!isRecord(schema)) return schema
  if ('patternProperties' in schema) {
    throw new RuleFailure(
      '“patternProperties” is not supported: name the properties, or use “propertyNames” with a pattern.',
    )
  }
  const { pattern, ...rest } = schema
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(rest)) {
    if (dataKeywords.has(keyword)) copy[keyword] = value
    else if (namedSchemas.has(keyword) && isRecord(value)) {
      copy[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, withSafePatterns(part, depth + 1)]),
      )
    } else copy[keyword] = withSafePatterns(value, depth + 1)
  }
  if (typeof pattern !== 'string') return copy
  const parts = Array.isArray(copy.allOf) ? copy.allOf : []
  return { ...copy, allOf: [...parts, { format: registerPattern(pattern) }] }
}

/** Builds the validator; throws RuleFailure when the schema itself is unusable. */
function compileSchema(schema: unknown): (value: unknown) => string | null {
  if (typeof schema !== 'boolean' && !isRecord(schema))
    throw new RuleFailure('The schema must be a JSON object.')
  const safe = withSafePatterns(schema, 0) as Schema | boolean
  const validator = new Validator(safe, '2020-12', true)
  return (value) => {
    const { valid, errors } = validator.validate(value)
    const error = errors.at(-1)
    if (valid || error === undefined) return valid ? null : 'The answer does not fit the schema.'
    const place =
      error.instanceLocation === '#'
        ? 'The answer'
        : `The answer at ${error.instanceLocation.slice(1)}`
    return `${place} does not fit the schema: ${error.error.replaceAll(formatPrefix, '')}`
  }
}

/** Output that must be JSON of a given shape. The span is the whole answer. */
export function compileJsonSchema(rule: JsonSchemaRule): CompiledRule {
  const check = compileSchema(rule.schema)
  const problemOf = (text: string): string | null => {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      return `The answer is no valid JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`
    }
    return check(value)
  }
  return {
    scope: 'whole',
    find({ text }) {
      const message = problemOf(text)
      return message === null
        ? []
        : [{ entity: null, start: 0, end: text.length, score: null, message }]
    },
  }
}
