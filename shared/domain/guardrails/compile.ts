import { checkCall, createResult, finishResult, type Leaves, type Runner } from './check.ts'
import { Judgements } from './judgements.ts'
import { compileRule } from './rules/compile.ts'
import { failureMessage } from './rules/rule.ts'
import type {
  CheckInput,
  CheckResult,
  CompiledGuardrails,
  Guardrail,
  GuardrailServices,
} from './types.ts'

function compileOne(guardrail: Guardrail, services: GuardrailServices, slot: number): Runner {
  try {
    return { guardrail, rule: compileRule(guardrail.rule, services), slot }
  } catch (error) {
    // Stored by another program or an older version: it fails at every check, openly or closed.
    return { guardrail, problem: failureMessage(error) }
  }
}

/**
 * Compiles guardrails once, to be kept and used for every call. Disabled ones are left out. A rule that
 * cannot be compiled is not an error here: each check that it applies to records a failure.
 */
export function compileGuardrails(
  guardrails: readonly Guardrail[],
  services: GuardrailServices = {},
): CompiledGuardrails {
  const runners = guardrails
    .filter(({ enabled }) => enabled)
    .map((one, slot) => compileOne(one, services, slot))
  const judgements = new Judgements()
  const forCall = () => {
    let leaves: Leaves | null = null
    return (input: CheckInput): CheckResult => {
      const draft = createResult(input, judgements, leaves)
      leaves = draft.leaves
      checkCall(runners, input, draft)
      return finishResult(input, draft)
    }
  }
  return {
    guardrails: runners.map(({ guardrail }) => guardrail),
    mustWait: runners.some((runner) => 'rule' in runner && runner.rule.scope === 'later'),
    check: (input) => forCall()(input),
    async checkAsync(input) {
      const draft = createResult(input, judgements, null)
      await Promise.all(checkCall(runners, input, draft, { withWaiting: true }))
      return finishResult(input, draft)
    },
    forCall,
  }
}
