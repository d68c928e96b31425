import { compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type {
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  Guardrail,
} from '#shared/domain/guardrails/types.ts'
import { openEvaluator } from '#shared/render/expression.ts'

/** The guardrails of one client: `check` waits for a model only where a guardrail asks one. */
export class Guard {
  readonly #compiled: CompiledGuardrails
  readonly #asksModels: boolean

  constructor(guardrails: readonly Guardrail[]) {
    this.#compiled = compileGuardrails([...guardrails], {
      // Redirects are refused: the key would travel along.
      fetch: (url, { timeoutMs, ...request }) =>
        fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }),
      delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      secret: (name) => process.env[name],
      evaluate: openEvaluator(),
    })
    this.#asksModels = guardrails.some(
      ({ enabled, rule }) => enabled && rule.type === 'model_check',
    )
  }

  check(input: CheckInput): CheckResult | Promise<CheckResult> {
    return this.#asksModels ? this.#compiled.checkAsync(input) : this.#compiled.check(input)
  }
}
