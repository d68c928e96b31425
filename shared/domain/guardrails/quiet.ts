import { isPromptOfAuthor, type Leaves } from './check.ts'
import type { Plan } from './plan.ts'
import type { CheckInput } from './types.ts'

/** A longer prompt may be a fixed message, and those are remembered, which costs less than a glance. */
const longestGlance = 256

/** Whether rules can tell at first sight that they find nothing in the text of a check, if there is one. */
function isClearAtOnce({ content }: Plan, input: CheckInput): boolean {
  const { text } = input
  if (text === undefined) return true
  if (!isPromptOfAuthor(input) || text.length > longestGlance) return false
  for (const { rule, judgesIntent } of content)
    if (!judgesIntent && rule.isClearAtOnce?.(text) !== true) return false
  return true
}

/**
 * Whether a check finds nothing, as nearly all do: told without making ready for findings and without
 * asking every rule about every text again. False where that takes the long way.
 */
export function isQuiet(plan: Plan, input: CheckInput, leaves: Leaves): boolean {
  const { content, bits } = plan
  const { redactions } = input
  if (bits === null || (redactions !== undefined && redactions.entries.length > 0)) return false
  try {
    return isClearAtOnce(plan, input) && leaves.areClear(content, bits)
  } catch {
    // The long way meets it again and says which guardrail it was.
    return false
  }
}
