import type { Content } from '#shared/contract/template.ts'
import { compileFitting } from '#shared/domain/json/fitting.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { toProperty } from '#shared/domain/variables/json-schema.ts'
import {
  type AnalysedVariable,
  type Analysis,
  analyse,
  type Problem as RenderProblem,
} from '#shared/render/analysis.ts'
import type { Problem } from '../editor/Problems.tsx'
import type { Bindings } from './engine.ts'
import { type Usage, usageOf } from './used.ts'

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
    declared: content.variables.map(({ name }) => name),
    optional: content.variables.filter(({ required }) => !required).map(({ name }) => name),
  })
  const walked = walkedTexts(analysis, bindings)
  const letters = Object.fromEntries(walked.map(({ name }) => [name, LETTERS]))
  return {
    usage: usageOf(analysis, bindings),
    refusals: { ...letters, ...refusalsOf(content.variables, bindings) },
    problems: [...analysis.problems, ...walked.map(letterProblem)].map((problem) => {
      const { severity, message, messageIndex = null, suggestion, declaration } = problem
      const line = problem.line ?? 1
      const column = problem.column ?? 1
      const endLine = problem.endLine ?? line
      const endColumn = problem.endColumn ?? column + 1
      const place = { messageIndex, line, column, endLine, endColumn }
      return { severity, message, ...place, suggestion, declaration }
    }),
  }
}

const LETTERS = 'The text goes through it as a list: of a plain text that is letter by letter.'

/** Lists of the template whose sample is a text: Jinja goes through its letters and says nothing. */
const walkedTexts = (analysis: Analysis, bindings: Bindings): AnalysedVariable[] =>
  analysis.variables.filter(({ name, type }) => type === 'list' && isText(bindings, name))

const isText = (bindings: Bindings, name: string): boolean =>
  Object.hasOwn(bindings, name) && typeof bindings[name] === 'string' && bindings[name] !== ''

function letterProblem({ name, positions }: AnalysedVariable): RenderProblem {
  const place = positions[0] ?? { line: 1, column: 1, endLine: 1, endColumn: 2 }
  const message = `"${name}" is used as a list, and its sample value is a plain text: it is taken letter by letter. Give a list, such as ["one", "two"].`
  return { severity: 'warning', message, ...place }
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
