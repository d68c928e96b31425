import { compileGuardrails } from './compile.ts'
import { defaultGuardrails } from './defaults.ts'
import type { CompiledGuardrails, GuardrailAction } from './types.ts'

/** One line of a cases file. */
export interface GuardrailCase {
  id: string
  text: string
}

export interface CaseViolation {
  /** The entity for personal data (`SSN`, `CREDIT_CARD`, …), else the rule type (`injection`, …). */
  type: string
  start: number
  end: number
  score: number | null
  guardrail: string
  action: GuardrailAction
}

export interface GuardrailCaseResult {
  id: string
  violations: CaseViolation[]
}

let compiledDefaults: CompiledGuardrails | undefined

function defaults(): CompiledGuardrails {
  compiledDefaults ??= compileGuardrails(defaultGuardrails)
  return compiledDefaults
}

/**
 * Judges one case as a user's input: one line in, one line out, so that anybody can measure the
 * guardrails. Without `guardrails` the default ones are used. Scores of `injection`: from 0.5 it
 * warns, from 0.8 it blocks.
 */
export function runGuardrailCase(
  { id, text }: GuardrailCase,
  guardrails: CompiledGuardrails = defaults(),
): GuardrailCaseResult {
  const { violations } = guardrails.check({ stage: 'input', text })
  return {
    id,
    violations: violations.map(caseViolation),
  }
}

/** A violation as a line of a cases file tells it. */
export const caseViolation = ({
  entity,
  type,
  guardrailName,
  ...found
}: Omit<CaseViolation, 'guardrail'> & {
  readonly entity: string | null
  readonly guardrailName: string
}): CaseViolation => ({
  type: type === 'pii' && entity !== null ? entity : type,
  start: found.start,
  end: found.end,
  score: found.score,
  guardrail: guardrailName,
  action: found.action,
})
