import { findSchemaProblems, isRecord, type SchemaProblem } from '../variables/schema-problems.ts'

/** A function that a model may call, as versions keep it. */
export interface ToolDefinition {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments: an object. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export type ReadTools =
  | { readonly kind: 'read'; readonly tools: readonly ToolDefinition[] }
  | { readonly kind: 'refused'; readonly problems: readonly SchemaProblem[] }

const MOST = 100
const LONGEST_DESCRIPTION = 5000
const known = ['name', 'description', 'parameters']

/** A definition as somebody wrote it, where its members stand, and what its arguments are called there. */
interface Written {
  readonly definition: Record<string, unknown>
  readonly path: readonly string[]
  readonly argumentsAt: 'parameters' | 'input_schema'
}

/**
 * A list of tools from JSON. Taken as versions keep them and as providers document them: OpenAI's
 * `{"type": "function", "function": {…}}` and Anthropic's `input_schema`. Each problem says where it stands.
 */
export function readTools(value: unknown): ReadTools {
  const problems: SchemaProblem[] = []
  const report = (path: readonly string[], message: string) => problems.push({ path, message })
  if (!Array.isArray(value)) {
    return { kind: 'refused', problems: [{ path: [], message: 'Tools are a list: […].' }] }
  }
  if (value.length > MOST) report([], `A template has ${MOST} tools at most.`)
  const tools: ToolDefinition[] = []
  for (const [index, one] of value.entries()) {
    const written = unwrap(one, String(index))
    if (written === null) {
      report([String(index)], 'A tool is an object with a name, a description and parameters.')
      continue
    }
    checkTool(written, report)
    const { name } = written.definition
    if (tools.some((other) => other.name === name)) {
      report([...written.path, 'name'], `There is a tool "${name}" already.`)
    }
    tools.push(toTool(written))
  }
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'read', tools }
}

function unwrap(one: unknown, index: string): Written | null {
  if (!isRecord(one)) return null
  if (one.type === 'function' && isRecord(one.function)) {
    return { definition: one.function, path: [index, 'function'], argumentsAt: 'parameters' }
  }
  const argumentsAt = 'input_schema' in one ? 'input_schema' : 'parameters'
  // OpenAI's newer form says "function" beside the members themselves.
  const { type, ...rest } = one
  return { definition: type === 'function' ? rest : one, path: [index], argumentsAt }
}

function checkTool(
  { definition, path, argumentsAt }: Written,
  report: (path: readonly string[], message: string) => void,
): void {
  const { name, description, [argumentsAt]: parameters } = definition
  if (typeof name !== 'string' || !isToolName(name)) {
    report([...path, 'name'], `${name === undefined ? 'A name is missing; it' : 'A name'} ${NAME}`)
  }
  if (description !== undefined && typeof description !== 'string') {
    report([...path, 'description'], '"description" is a text.')
  } else if ((description?.length ?? 0) > LONGEST_DESCRIPTION) {
    report([...path, 'description'], `At most ${LONGEST_DESCRIPTION} characters.`)
  }
  for (const member of Object.keys(definition)) {
    if (!known.includes(member) && member !== argumentsAt) {
      report([...path, member], `"${member}" is not kept: a tool has ${known.join(', ')}.`)
    }
  }
  if (parameters === undefined) return
  const at = [...path, argumentsAt]
  if (!isRecord(parameters)) {
    report(at, 'The arguments are described by a JSON Schema: an object.')
    return
  }
  if (parameters.type !== undefined && parameters.type !== 'object') {
    report([...at, 'type'], 'Arguments come by name: their "type" is "object".')
  }
  for (const problem of findSchemaProblems(parameters)) {
    report([...at, ...problem.path], problem.message)
  }
}

function toTool({ definition, argumentsAt }: Written): ToolDefinition {
  const { name, description = '', [argumentsAt]: parameters = {} } = definition
  return {
    name: String(name),
    description: String(description),
    parameters: isRecord(parameters) ? parameters : {},
  }
}

const NAME = 'has up to 64 letters, digits, "_" and "-".'

const isToolName = (name: string) => /^[A-Za-z0-9_-]{1,64}$/.test(name)

/** Why a tool cannot be called so; null where it can. */
export function toolNameComplaint(name: string, others: ReadonlySet<string>): string | null {
  if (!isToolName(name)) return `A name ${NAME}`
  return others.has(name) ? 'There is a tool of this name.' : null
}
