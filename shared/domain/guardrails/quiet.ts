import { isPromptOfAuthor, type Leaves } from './check.ts'
import type { Judgements } from './judgements.ts'
import type { ContentRunner, Glances, Plan, Plans } from './plan.ts'
import { Subject } from './subject.ts'
import type { CheckInput, FirstLook, TemplateScope } from './types.ts'
import { everyLeaf } from './variables.ts'

interface Rules {
  readonly content: readonly ContentRunner[]
  readonly bits: number
  readonly readsWords: boolean
}

/** Whether rules find nothing in any text among variables: one that was judged of late costs a look-up. */
const areLeavesClear = (
  variables: Record<string, unknown>,
  { content, bits, readsWords }: Rules,
  judgements: Judgements,
): boolean =>
  everyLeaf(variables, (text) => {
    if (judgements.of(text).isClear(bits)) return true
    const subject = new Subject(text, readsWords, judgements)
    for (const { slot, rule } of content)
      if (subject.findings(slot, rule.find).length > 0) return false
    return true
  })

/** A longer prompt may be a fixed message, and those are remembered, which costs less than a glance. */
const longestGlance = 256

/** Whether rules can tell at first sight that they find nothing in a prompt. */
function isPromptClearAtOnce(glances: Glances, text: string): boolean {
  if (glances === null || text.length > longestGlance) return false
  for (const isClear of glances) if (!isClear(text)) return false
  return true
}

const isTextClearAtOnce = ({ glances }: Plan, input: CheckInput): boolean =>
  input.text === undefined || (isPromptOfAuthor(input) && isPromptClearAtOnce(glances, input.text))

/**
 * Whether a check finds nothing, as nearly all do: told without making ready for findings and without
 * asking every rule about every text again. False where that takes the long way.
 */
export function isQuiet(
  plan: Plan,
  input: CheckInput,
  leaves: Leaves,
  judgements: Judgements,
): boolean {
  const { content, bits, readsWords } = plan
  const { variables, redactions } = input
  if (bits === null || (redactions !== undefined && redactions.entries.length > 0)) return false
  try {
    if (!isTextClearAtOnce(plan, input)) return false
    if (variables === undefined || (leaves.cleared & bits) === bits) return true
    if (!areLeavesClear(variables, { content, bits, readsWords }, judgements)) return false
    leaves.cleared |= bits
    return true
  } catch {
    // The long way meets it again and says which guardrail it was.
    return false
  }
}

/** The look of a call that finds nothing: no check is made ready, and no result that says nothing. */
export function openFirstLook(plans: Plans, judgements: Judgements): FirstLook {
  return {
    areVariablesClear(template: TemplateScope, variables: Record<string, unknown>): boolean {
      const plan = plans.ofCall(template)
      try {
        return plan !== null && areLeavesClear(variables, plan, judgements)
      } catch {
        return false
      }
    },
    isPromptClear(template: TemplateScope, text: string): boolean {
      const plan = plans.ofCall(template)
      if (plan === null) return false
      if (isPromptClearAtOnce(plan.glances, text)) return true
      return judgements.known(text)?.isClear(plan.promptBits) ?? false
    },
  }
}
