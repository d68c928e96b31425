import { compileGuardrails } from '#shared/domain/guardrails/engine.ts'
import type {
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  FirstLook,
  Guardrail,
} from '#shared/domain/guardrails/types.ts'
import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import { openEvaluator } from '#shared/render/expression.ts'

type Check = (input: CheckInput) => CheckResult | Promise<CheckResult>

/** One list of guardrails, ready to judge. */
export class Guard {
  readonly guardrails: readonly Guardrail[]
  /** A check for the stages of one call: it waits only where a guardrail asks a model or counts tokens. */
  readonly forCall: () => Check
  readonly firstLook: FirstLook | null

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
    this.firstLook = compiled.firstLook
    this.forCall = compiled.mustWait ? () => compiled.checkAsync : compiled.forCall
  }
}
