import type { Content } from '#shared/contract/template.ts'
import { compileFitting } from '#shared/domain/json/fitting.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { toProperty } from '#shared/domain/variables/json-schema.ts'
import { type AnalysedVariable, analyse, proposeSchema } from '#shared/render/analysis.ts'
import type { Problem } from '../editor/Problems.tsx'
import type { Bindings } from './engine.ts'

type UsedVariable = Pick<AnalysedVariable, 'name' | 'required' | 'type' | 'schema'>

/** What a text uses, as far as reading it tells. Without places: those change with every key. */
export interface Usage {
  readonly variables: readonly UsedVariable[]
}

export interface Reading {
  readonly usage: Usage
  readonly problems: readonly Problem[]
  /** Why a sample value does not fit the schema of its variable, by name; fitting ones are left out. */
  readonly refusals: Readonly<Record<string, string>>
}

/** Reads the text: what it uses, what is wrong with it, and which sample values it could not take. */
export function readText(content: Content, bindings: Bindings): Reading {
  const analysis = analyse(content.body, {
    undefined: content.undefinedPolicy,
    sandbox: 'immutable',
    partials: partialLookup(content.partials),
    declared: content.variables.map((variable) => variable.name),
  })
  // The samples tell what use alone does not: the members of an object, the items of a list.
  const proposed = proposeSchema(analysis, [bindings]).properties
  return {
    usage: {
      variables: analysis.variables.map(({ name, required, type, schema }) => {
        return { name, required, type, schema: proposed?.[name] ?? schema }
      }),
    },
    refusals: refusalsOf(content.variables, bindings),
    problems: analysis.problems.map((problem) => {
      const { severity, message, messageIndex = null, suggestion } = problem
      const line = problem.line ?? 1
      const column = problem.column ?? 1
      const endLine = problem.endLine ?? line
      const endColumn = problem.endColumn ?? column + 1
      return { severity, message, messageIndex, line, column, endLine, endColumn, suggestion }
    }),
  }
}

function refusalsOf(variables: Content['variables'], bindings: Bindings): Record<string, string> {
  const refused = variables.flatMap((variable) => {
    const { name } = variable
    if (!Object.hasOwn(bindings, name)) return []
    const why = refusalOf(toProperty(variable), bindings[name])
    return why === null ? [] : [[name, why] as const]
  })
  return Object.fromEntries(refused)
}

function refusalOf(schema: Record<string, unknown>, value: unknown): string | null {
  try {
    const [misfit] = compileFitting(schema)(value)
    if (misfit === undefined) return null
    return misfit.path === '' ? misfit.message : `At ${misfit.path}: ${misfit.message}`
  } catch (error) {
    return `Its schema cannot be used: ${error instanceof Error ? error.message : String(error)}`
  }
}
