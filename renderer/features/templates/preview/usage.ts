import type { Content } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { type AnalysedVariable, analyse } from '#shared/render/analysis.ts'
import type { Problem } from '../editor/Problems.tsx'

/** What a text uses, as far as reading it tells. */
export interface Usage {
  readonly variables: readonly AnalysedVariable[]
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
    usage: { variables },
    problems: problems.map((problem) => {
      const { severity, message, messageIndex = null } = problem
      const line = problem.line ?? 1
      const column = problem.column ?? 1
      const endLine = problem.endLine ?? line
      const endColumn = problem.endColumn ?? column + 1
      return { severity, message, messageIndex, line, column, endLine, endColumn }
    }),
  }
}
