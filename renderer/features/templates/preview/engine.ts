import type { Rendered } from '#shared/contract/render.ts'
import type { Content, Template } from '#shared/contract/template.ts'
import { roleSchema } from '#shared/contract/template.ts'
import { type Analysis, analyse } from '#shared/render/analysis.ts'
import { contextFromValues, TemplateError } from '#shared/render/engine.ts'
import { renderBody } from '#shared/render/messages.ts'
import type { Problem } from '../editor/Problems.tsx'

export type Bindings = Template['sampleBindings']

/** What a template becomes, or why it becomes nothing. */
export type PageRender =
  | { readonly kind: 'rendered'; readonly rendered: Rendered }
  | { readonly kind: 'failed'; readonly problem: Problem }

/** A preview must never freeze the page: it gives up long before production would. */
const PREVIEW_BUDGETS = { steps: 2_000_000 }

/** Renders in this page with the engine that production uses. */
export function renderInPage(content: Content, bindings: Bindings, name: string): PageRender {
  try {
    const out = renderBody(content.body, contextFromValues(bindings), {
      undefined: content.undefinedPolicy,
      sandbox: 'sandboxed',
      templateName: name,
      budgets: PREVIEW_BUDGETS,
    })
    if (out.kind === 'text') return { kind: 'rendered', rendered: out }
    const messages = out.messages.map(({ role, content: text }) => ({
      role: roleSchema.parse(role),
      content: text,
    }))
    return { kind: 'rendered', rendered: { kind: 'messages', messages } }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return { kind: 'failed', problem: problemOf(error) }
  }
}

/** The squiggle of a failed render. */
function problemOf(error: TemplateError): Problem {
  const line = error.line ?? 1
  const column = error.column ?? 1
  const hint = error.suggestion === undefined ? '' : ` Did you mean “${error.suggestion}”?`
  return {
    severity: 'error',
    message: `${error.message}${hint}`,
    messageIndex: messageIndexOf(error),
    line,
    column,
    endLine: line,
    endColumn: error.endColumn ?? column + 1,
  }
}

const messageIndexOf = (error: TemplateError): number | null => {
  const index = Reflect.get(error, 'messageIndex')
  return typeof index === 'number' ? index : null
}

/** What a template uses and what is wrong with it before any value is known. */
export function analyseInPage(content: Content): Analysis {
  return analyse(content.body)
}

export type { Analysis }
