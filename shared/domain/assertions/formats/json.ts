import type { ValidateFunction } from 'ajv'
import { type Evaluate, type Finding, verdictOf } from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import { parseJson } from '../values.ts'
import { compileSchema } from './json-schema.ts'

type JsonAssertion = Extract<LeafAssertion, { type: 'is-json' | 'contains-json' }>

const compiled = (assertion: JsonAssertion): ValidateFunction | null =>
  assertion.value === undefined ? null : compileSchema(assertion.value, `"${assertion.type}"`)

function conforms(validate: ValidateFunction, value: unknown): Finding {
  if (validate(value)) return verdictOf(true, 'The JSON conforms to the schema.')
  const [first] = validate.errors ?? []
  const where = first?.instancePath ? ` at ${first.instancePath}` : ''
  return verdictOf(false, `The JSON does not conform to the schema${where}: ${first?.message}.`)
}

/** `is-json`: the whole output is one JSON value, and conforms to the schema if there is one. */
export function isJson(assertion: JsonAssertion): Evaluate {
  const validate = compiled(assertion)
  return ({ output }) => {
    const value = parseJson(output)
    if (value === undefined) return verdictOf(false, 'The output is not valid JSON.')
    return validate ? conforms(validate, value) : verdictOf(true, 'The output is valid JSON.')
  }
}

/** `contains-json`: some object or list in the output is JSON and conforms to the schema. */
export function containsJson(assertion: JsonAssertion): Evaluate {
  const validate = compiled(assertion)
  return ({ output }) => {
    let last: Finding = verdictOf(false, 'The output contains no JSON object or list.')
    for (const value of jsonValuesIn(output)) {
      last = validate ? conforms(validate, value) : verdictOf(true, 'The output contains JSON.')
      if (last.kind === 'found' && last.isMet) return last
    }
    return last
  }
}

/** The outermost JSON objects and lists in a text, in order; at most 1000 brackets are tried. */
export function* jsonValuesIn(text: string): Generator<unknown> {
  let at = 0
  let attempts = 0
  while (attempts < 1000) {
    const start = nextOpening(text, at)
    if (start === -1) return
    attempts += 1
    const end = closingOf(text, start)
    const value = end === -1 ? undefined : parseJson(text.slice(start, end + 1))
    if (value === undefined) {
      at = start + 1
    } else {
      yield value
      at = end + 1
    }
  }
}

function nextOpening(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '{' || text[index] === '[') return index
  }
  return -1
}

/** Index of the bracket that closes the one at `start`, or -1; brackets in strings do not count. */
function closingOf(text: string, start: number): number {
  let depth = 0
  let isInString = false
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]
    if (isInString) {
      if (character === '\\') index += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{' || character === '[') depth += 1
    else if ((character === '}' || character === ']') && --depth === 0) return index
  }
  return -1
}
