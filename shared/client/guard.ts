import { compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type {
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  Guardrail,
} from '#shared/domain/guardrails/types.ts'
import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import { openEvaluator } from '#shared/render/expression.ts'

/** One list of guardrails, ready to judge: `check` waits only where a guardrail asks a model or counts tokens. */
export class Guard {
  readonly guardrails: readonly Guardrail[]
  readonly check: (input: CheckInput) => CheckResult | Promise<CheckResult>

  constructor(guardrails: readonly Guardrail[]) {
    this.guardrails = guardrails
    const compiled: CompiledGuardrails = compileGuardrails([...guardrails], {
      // Redirects are refused: the key would travel along.
      fetch: (url, { timeoutMs, ...request }) =>
        fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }),
      delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      secret: (name) => process.env[name],
      evaluate: openEvaluator(),
      loadTokenizer: loadTokenCounter,
    })
    this.check = compiled.mustWait ? compiled.checkAsync : compiled.check
  }
}
