import type { GuardrailAction, RedactionMap } from '#shared/domain/guardrails/types.ts'
import type { Choice } from '../feed/bundle.ts'
import type {
  RenderedMessage,
  RenderedPrompt,
  RenderRequest,
  StoredVersion,
  Variables,
} from '../types.ts'
import type { Rendering } from './render.ts'

/** What later steps of a call need to know of its beginning. */
export interface CallFacts {
  readonly choice: Choice
  readonly label: string
  readonly request: RenderRequest
  /** As the guardrails left them. */
  readonly variables: Variables | null
  readonly action: GuardrailAction
  /** Holds what was taken out of the prompt. */
  readonly redactions: RedactionMap
}

export interface Origin {
  readonly choice: Choice
  readonly model: RenderedPrompt['model']
  readonly label: string
  readonly request: RenderRequest
  readonly isStale: boolean
  readonly executionId: string | null
}

/** A rendered prompt. What it knows besides is private, so that neither JSON nor a log shows what was redacted. */
export class ReadyPrompt implements RenderedPrompt {
  readonly kind = 'success'
  readonly name: string
  readonly version: number
  readonly arm: string | null
  readonly isStale: boolean
  readonly text: string | null
  readonly messages: readonly RenderedMessage[]
  readonly executionId: string | null
  readonly violations: RenderedPrompt['violations']
  readonly model: RenderedPrompt['model']
  readonly #origin: Origin
  readonly #rendering: Extract<Rendering, { kind: 'success' }>

  constructor(origin: Origin, rendering: Extract<Rendering, { kind: 'success' }>) {
    const { version, arm } = origin.choice
    this.name = version.name
    this.version = version.version
    this.arm = arm
    this.isStale = origin.isStale
    this.text = rendering.text
    this.messages = rendering.messages
    this.executionId = origin.executionId
    this.violations = rendering.violations
    this.model = origin.model
    this.#origin = origin
    this.#rendering = rendering
  }

  /** Null for a copy, e.g. one that came through JSON. */
  static factsOf(prompt: RenderedPrompt): CallFacts | null {
    if (!(#origin in prompt)) return null
    const { choice, label, request } = prompt.#origin
    const { variables, action, redactions } = prompt.#rendering
    return { choice, label, request, variables, action, redactions }
  }
}

/** The prompt as one text, as executions record it. */
export function promptText({
  text,
  messages,
}: {
  readonly text: string | null
  readonly messages: readonly RenderedMessage[]
}): string {
  if (text !== null) return text
  let joined = ''
  for (const { role, content } of messages) {
    joined += joined === '' ? `${role}: ${content}` : `\n\n${role}: ${content}`
  }
  return joined
}

/** Which version an execution is of, in the names of its record. */
export const versionFacts = ({ version, arm }: { version: StoredVersion; arm: string | null }) => ({
  templateName: version.name,
  templateId: version.id,
  templateVersion: version.version,
  arm,
})
