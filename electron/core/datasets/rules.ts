import type { DatasetRules } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { compileFitting, type Misfit } from '#shared/domain/json/fitting.ts'
import type { StoredCase } from './cases.ts'

/** What a case breaks: the input or value and why. */
export interface RuleProblem {
  column: string | null
  message: string
}

export type RuleCheck = (stored: StoredCase) => RuleProblem[]

/**
 * Makes the check of a dataset's rules. The validator walks the schema and never makes code of it.
 * Throws `invalid_input` for a schema that cannot be used.
 */
export function compileRules(rules: DatasetRules | null): RuleCheck {
  const inputs = compile(rules?.inputs, 'inputs')
  const expected = compile(rules?.expected, 'expected')
  return ({ inputsJson, expectedJson }) => [
    ...inputs(inputsJson, null),
    ...expected(expectedJson, 'expected'),
  ]
}

type Check = (json: string, column: string | null) => RuleProblem[]

function compile(schema: DatasetRules['inputs'], field: string): Check {
  if (schema === undefined) return () => []
  const misfitsOf = compileFitting(schema)
  const check: Check = (json, column) =>
    misfitsOf(JSON.parse(json)).map((misfit) => toProblem(misfit, column))
  try {
    // References to nowhere come out only when they are followed.
    check('{}', null)
    return check
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new GalleyError('invalid_input', `The schema of ${field} cannot be used: ${why}`, {
      fix: 'Write JSON Schema (2020-12); "$ref" can only point into the same schema.',
      where: { field },
      cause,
    })
  }
}

function toProblem({ path, message }: Misfit, column: string | null): RuleProblem {
  const [name = ''] = path.split('.')
  return {
    column: column ?? (name === '' ? null : name),
    message: `Against the schema${path === '' ? '' : ` at ${path}`}: ${message}`,
  }
}
