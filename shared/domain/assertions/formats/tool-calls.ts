import { type Evaluate, type Finding, type Observed, verdictOf } from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import { parseJson } from '../values.ts'
import { jsonValuesIn } from './json.ts'
import { compileSchema } from './json-schema.ts'

type Of<Type extends LeafAssertion['type']> = Extract<LeafAssertion, { type: Type }>

interface Call {
  name: string
  /** Undefined where they are no JSON. */
  args: unknown
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A call in OpenAI's form: `{function: {name, arguments}}` or `{name, arguments}`, arguments as text or object. */
function readCall(value: unknown): Call | null {
  const call = isFields(value) && isFields(value.function) ? value.function : value
  if (!isFields(call) || typeof call.name !== 'string') return null
  const args = call.arguments ?? call.input ?? call.args ?? {}
  return { name: call.name, args: typeof args === 'string' ? parseJson(args) : args }
}

/** The calls of an output; null where it is none. */
function readCalls(output: string): Call[] | null {
  const parsed = parseJson(output)
  const values = parsed === undefined ? [...jsonValuesIn(output)] : [parsed]
  const [first] = values
  const list = isFields(first) && Array.isArray(first.tool_calls) ? first.tool_calls : first
  const calls = (Array.isArray(list) ? list : values).map(readCall)
  const known = calls.filter((call) => call !== null)
  return known.length > 0 && known.length === calls.length ? known : null
}

/** Schemas by the tool's name, out of the forms that tools are written in. */
export function toolSchemas(tools: unknown): Record<string, unknown> {
  if (!Array.isArray(tools)) return isFields(tools) ? tools : {}
  return Object.fromEntries(
    tools.flatMap((one) => {
      const tool = isFields(one) && isFields(one.function) ? one.function : one
      if (!isFields(tool) || typeof tool.name !== 'string') return []
      return [[tool.name, tool.parameters ?? tool.inputSchema ?? tool.input_schema ?? true]]
    }),
  )
}

/**
 * `is-valid-openai-tools-call`, `is-valid-function-call`: every call names a known tool and has arguments
 * that its schema takes. Tools come from the assertion's value, else from the version.
 */
export function validCalls({ type, value }: Of<ValidType>): Evaluate {
  const own = value === undefined ? null : toolSchemas(value)
  return ({ output, tools }: Observed): Finding => {
    const schemas = own ?? tools
    const calls = readCalls(output)
    if (calls === null) return verdictOf(false, 'The output is no tool call.')
    if (type !== 'is-valid-openai-tools-call' && calls.length > 1) {
      return verdictOf(false, `The output has ${calls.length} calls instead of one.`)
    }
    if (schemas === undefined) {
      return { kind: 'impossible', reason: `"${type}" has no tools to check against.` }
    }
    for (const { name, args } of calls) {
      const problem = callProblem(schemas, name, args)
      if (problem !== null) return verdictOf(false, problem)
    }
    return verdictOf(true, `Valid: ${calls.map(({ name }) => name).join(', ')}.`)
  }
}

type ValidType =
  | 'is-valid-openai-tools-call'
  | 'is-valid-function-call'
  | 'is-valid-openai-function-call'

function callProblem(
  schemas: Readonly<Record<string, unknown>>,
  name: string,
  args: unknown,
): string | null {
  if (!Object.hasOwn(schemas, name)) return `There is no tool "${name}".`
  if (args === undefined) return `The arguments of "${name}" are not JSON.`
  const validate = compileSchema(schemas[name] as object, `tool "${name}"`)
  if (validate(args)) return null
  const [first] = validate.errors ?? []
  return `The arguments of "${name}" do not conform${first?.instancePath ? ` at ${first.instancePath}` : ''}: ${first?.message}.`
}

/** `tool-call-f1`: harmony of precision and recall of the names that were called. */
export function toolCallF1({ value, threshold }: Of<'tool-call-f1'>): Evaluate {
  const wanted = new Set(value)
  return ({ output }) => {
    const called = new Set((readCalls(output) ?? []).map(({ name }) => name))
    const hits = [...called].filter((name) => wanted.has(name)).length
    const score = hits === 0 ? 0 : (2 * hits) / (called.size + wanted.size)
    const fact = `Called: ${[...called].join(', ') || 'nothing'}; F1 ${score.toFixed(4)}, asked for ${threshold}.`
    return { kind: 'found', isMet: score >= threshold, score, fact }
  }
}
