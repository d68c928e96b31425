import { restoreRedactions } from '#shared/domain/guardrails/engine.ts'
import type { CheckInput, GuardrailAction, Violation } from '#shared/domain/guardrails/types.ts'
import type { Guard } from './rendering/guard.ts'
import { prepare } from './rendering/prepared.ts'
import { type CallFacts, ReadyPrompt } from './rendering/rendered.ts'
import type { FilteredOutput } from './responses/answer.ts'
import type { RenderedPrompt } from './types.ts'

/** What the output guardrails left of an answer. */
export interface CheckedOutput {
  readonly action: GuardrailAction
  readonly violations: readonly Violation[]
  /** Redacted, nothing put back: what may be kept and recorded. */
  readonly text: string
}

/** Judges a model's answer. Placeholders of the call are continued, so that one value has one everywhere. */
export async function checkOutput(
  guard: Guard,
  prompt: RenderedPrompt,
  text: string,
): Promise<CheckedOutput> {
  const facts = ReadyPrompt.factsOf(prompt)
  const input: CheckInput = { stage: 'output', text, template: scopeOf(prompt, facts) }
  if (facts !== null) input.redactions = facts.redactions
  if (facts?.request.metadata !== undefined) input.metadata = facts.request.metadata
  const { action, violations, text: left = text } = await guard.forCall()(input)
  return { action, violations, text: left }
}

const scopeOf = ({ name }: RenderedPrompt, facts: CallFacts | null) =>
  facts === null ? { name } : prepare(facts.choice.version).scope(facts.label)

/**
 * The answer as the user may see it. Only values that this call's own prompt lost come back in place of
 * their placeholders; what a guardrail took out of the answer itself stays out.
 */
export function shown(prompt: RenderedPrompt, output: CheckedOutput): FilteredOutput {
  const { action, violations, text } = output
  if (action === 'block') return { kind: 'blocked', violations }
  const redactions = ReadyPrompt.factsOf(prompt)?.redactions
  const restored = redactions === undefined ? text : restoreRedactions(text, redactions)
  return { kind: 'success', text: restored, violations }
}
