import type { Content } from '#shared/contract/template.ts'
import { contextFromValues, TemplateError } from '#shared/render/engine.ts'
import { renderBody } from '#shared/render/messages.ts'
import { contentOf, sourceOf } from './content.ts'
import { type Guard, type Guarded, together } from './guard.ts'
import type { ActivePrompt, FailureCode, RenderedMessage } from './types.ts'

export type Variables = Readonly<Record<string, unknown>>

/** What rendering gave, before anything is recorded. */
export type Rendering = Guarded &
  (
    | {
        readonly kind: 'success'
        readonly text: string | null
        readonly messages: RenderedMessage[]
      }
    | { readonly kind: 'blocked' }
    | { readonly kind: 'failure'; readonly code: FailureCode; readonly message: string }
  ) & {
    /** The variables as the guardrails left them: what may be recorded. */
    readonly variables: Variables
  }

type Texts = { readonly text: string | null; readonly messages: RenderedMessage[] }

/** Guardrails on the input, the template, guardrails on the prompt: the order the workbench's preview has. */
export async function renderGuarded(
  prompt: ActivePrompt,
  given: Variables,
  guard: Guard,
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<Rendering> {
  const content = contentOf(prompt)
  const template = { name: prompt.name, category: prompt.category, labels: [prompt.label] }
  const scope = { template, metadata: { ...metadata } }
  const input = await guard.check({ ...scope, stage: 'input', variables: { ...given } })
  const variables = input.variables ?? given
  if (input.action === 'block') return { ...together([input]), kind: 'blocked', variables }
  let texts: Texts
  try {
    texts = renderContent(content, variables, prompt.name)
  } catch (error) {
    return { ...together([input]), kind: 'failure', ...describe(error), variables }
  }
  const templateText = sourceOf(content)
  const checks = await Promise.all(
    texts.messages.map(({ content: text }) =>
      guard.check({
        ...scope,
        stage: 'prompt',
        text,
        variables,
        templateText,
        redactions: input.redactions,
      }),
    ),
  )
  const guarded = together([input, ...checks])
  if (guarded.action === 'block') return { ...guarded, kind: 'blocked', variables }
  const messages = texts.messages.map((message, at) => ({
    ...message,
    content: checks[at]?.text ?? message.content,
  }))
  const text = texts.text === null ? null : (messages[0]?.content ?? texts.text)
  return { ...guarded, kind: 'success', text, messages, variables }
}

/** Throws TemplateError. A text template is one message of the user. */
function renderContent(content: Content, variables: Variables, name: string): Texts {
  if (content.dialect !== 'jinja2') {
    throw new Error(`Templates of dialect ${content.dialect} are not rendered in production.`)
  }
  const rendered = renderBody(content.body, contextFromValues(variables), {
    undefined: content.undefinedPolicy,
    sandbox: 'immutable',
    templateName: name,
  })
  if (rendered.kind === 'messages') return { text: null, messages: rendered.messages }
  return { text: rendered.text, messages: [{ role: 'user', content: rendered.text }] }
}

const CODES: Partial<Record<string, FailureCode>> = {
  syntax: 'template_syntax',
  undefined: 'undefined_variable',
}

function describe(error: unknown): { code: FailureCode; message: string } {
  const code = error instanceof TemplateError ? CODES[error.kind] : undefined
  return {
    code: code ?? 'template_failed',
    message: error instanceof Error ? error.message : String(error),
  }
}
