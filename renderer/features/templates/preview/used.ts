import { type AnalysedVariable, type Analysis, proposeSchema } from '#shared/render/analysis.ts'
import type { Bindings } from './engine.ts'

type UsedVariable = Pick<AnalysedVariable, 'name' | 'required' | 'type' | 'schema'>

/** What a text uses, as far as reading it tells. Without places: those change with every key. */
export interface Usage {
  readonly variables: readonly UsedVariable[]
}

/** The samples tell what use alone does not: the members of an object, the items of a list. */
export function usageOf(analysis: Analysis, bindings: Bindings): Usage {
  const proposed = proposeSchema(analysis, [bindings]).properties
  return {
    variables: analysis.variables.map(({ name, required, type, schema }) => {
      return { name, required, type, schema: proposed?.[name] ?? schema }
    }),
  }
}
