import { compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type {
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  Guardrail,
  GuardrailAction,
  Violation,
} from '#shared/domain/guardrails/types.ts'

export interface Guarded {
  readonly action: GuardrailAction
  readonly violations: readonly Violation[]
}

const NOTHING: Guarded = { action: 'allow', violations: [] }
const STRENGTH: readonly GuardrailAction[] = ['allow', 'warn', 'redact', 'block']

/** The guardrails of one client: `check` waits for a model only where a guardrail asks one. */
export class Guard {
  readonly #compiled: CompiledGuardrails
  readonly #asksModels: boolean

  constructor(guardrails: readonly Guardrail[]) {
    this.#compiled = compileGuardrails([...guardrails], {
      fetch: (url, { timeoutMs, ...request }) =>
        fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }),
      delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      secret: (name) => process.env[name],
    })
    this.#asksModels = guardrails.some(
      ({ enabled, rule }) => enabled && rule.type === 'model_check',
    )
  }

  get isEmpty(): boolean {
    return this.#compiled.guardrails.length === 0
  }

  check(input: CheckInput): CheckResult | Promise<CheckResult> {
    return this.#asksModels ? this.#compiled.checkAsync(input) : this.#compiled.check(input)
  }
}

/** Several checks of one call as one: all violations, the strongest action. */
export function together(results: readonly Guarded[]): Guarded {
  if (results.every(({ action, violations }) => action === 'allow' && violations.length === 0)) {
    return NOTHING
  }
  const strongest = Math.max(...results.map(({ action }) => STRENGTH.indexOf(action)))
  return {
    action: STRENGTH[strongest] ?? 'block',
    violations: results.flatMap(({ violations }) => violations),
  }
}
