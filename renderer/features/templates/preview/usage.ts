import type { Content } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { type AnalysedVariable, analyse } from '#shared/render/analysis.ts'
import type { Problem } from '../editor/Problems.tsx'

type UsedVariable = Pick<AnalysedVariable, 'name' | 'required' | 'type' | 'schema'>

/** What a text uses, as far as reading it tells. Without places: those change with every key. */
export interface Usage {
  readonly variables: readonly UsedVariable[]
}

export interface Reading {
  readonly usage: Usage
  readonly problems: readonly Problem[]
}

/** Reads the text without any values: what it uses and what is wrong with it. */
export function readText(content: Content): Reading {
  const { variables, problems } = analyse(content.body, {
    undefined: content.undefinedPolicy,
    sandbox: 'immutable',
    partials: partialLookup(content.partials),
    declared: content.variables.map((variable) => variable.name),
  })
  return {
    usage: {
      variables: variables.map(({ name, required, type, schema }) => {
        return { name, required, type, schema }
      }),
    },
    problems: problems.map((problem) => {
      const { severity, message, messageIndex = null, suggestion } = problem
      const line = problem.line ?? 1
      const column = problem.column ?? 1
      const endLine = problem.endLine ?? line
      const endColumn = problem.endColumn ?? column + 1
      return { severity, message, messageIndex, line, column, endLine, endColumn, suggestion }
    }),
  }
}
