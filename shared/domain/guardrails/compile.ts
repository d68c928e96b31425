import { checkCall, createDraft, type Leaves, leavesOf } from './check.ts'
import { Judgements } from './judgements.ts'
import { Plans, type Runner } from './plan.ts'
import { isQuiet, openFirstLook } from './quiet.ts'
import { finishResult, quietResult } from './result.ts'
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
    return { guardrail, rule: compileRule(guardrail.rule, services), problem: '', slot }
  } catch (error) {
    // Stored by another program or an older version: it fails at every check, openly or closed.
    return { guardrail, rule: null, problem: failureMessage(error), slot }
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
  const plans = new Plans(runners)
  const judgements = new Judgements()
  const forCall = () => {
    let leaves: Leaves | null = null
    return (input: CheckInput): CheckResult => {
      const plan = plans.of(input)
      leaves = leavesOf(input, plan, judgements, leaves)
      if (isQuiet(plan, input, leaves, judgements)) return quietResult(input, plan.checkedAtOnce)
      const draft = createDraft(input, plan, judgements, leaves)
      checkCall(draft, false)
      return finishResult(draft, plan.checkedAtOnce)
    }
  }
  const mustWait = runners.some(({ rule }) => rule?.scope === 'later')
  return {
    guardrails: runners.map(({ guardrail }) => guardrail),
    mustWait,
    firstLook: mustWait ? null : openFirstLook(plans, judgements),
    check: (input) => forCall()(input),
    async checkAsync(input) {
      const plan = plans.of(input)
      const leaves = leavesOf(input, plan, judgements, null)
      const draft = createDraft(input, plan, judgements, leaves)
      // Read before anything is waited for: the caller may change them meanwhile.
      draft.leaves.prepare()
      await Promise.all(checkCall(draft, true))
      return finishResult(draft, plan.checked)
    },
    forCall,
  }
}
