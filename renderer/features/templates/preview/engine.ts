import type { Rendered } from '#shared/contract/render.ts'
import { type Content, roleSchema, type Template } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { compile, contextFromValues, TemplateError } from '#shared/render/engine.ts'
import { renderBody } from '#shared/render/messages.ts'
import type { Problem } from '../editor/Problems.tsx'

export type Bindings = Template['sampleBindings']

/** A preview must not hold the page up: it gives up long before production would. */
const PREVIEW_BUDGETS = { steps: 500_000 }

const optionsOf = (content: Content) => ({
  undefined: content.undefinedPolicy,
  sandbox: 'immutable' as const,
  budgets: PREVIEW_BUDGETS,
  partials: partialLookup(content.partials),
})

/** A render that failed, as the squiggle it becomes. */
export class PreviewFailure extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause: unknown) {
    super(problem.message, { cause })
    this.problem = problem
  }
}

/**
 * Renders in this page with the engine that production uses. Throws a PreviewFailure that says which
 * message it is and where in it.
 */
export function renderInPage(
  content: Content,
  bindings: Readonly<Record<string, unknown>>,
): Rendered {
  const { body } = content
  const options = optionsOf(content)
  if (body.kind === 'text') {
    const text = placed(null, () => compile(body.text, options).render(contextFromValues(bindings)))
    return { kind: 'text', text }
  }
  // A message at a time: a failure has to say in which.
  const messages = body.messages.flatMap((message, index) => {
    const out = placed(index, () =>
      renderBody({ kind: 'messages', messages: [message] }, contextFromValues(bindings), options),
    )
    return out.kind === 'messages' ? out.messages : []
  })
  return {
    kind: 'messages',
    messages: messages.map(({ role, content: text }) => ({
      role: roleSchema.parse(role),
      content: text,
    })),
  }
}

function placed<Result>(messageIndex: number | null, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) {
      throw new PreviewFailure(problemOf(error, messageIndex), error)
    }
    throw error
  }
}

/** In the editor a value is missing because nobody has given one yet, not because the text is wrong. */
const messageOf = ({ kind, message }: TemplateError) =>
  kind === 'undefined' ? `${message}; give it a sample value under Variables` : message

function problemOf(error: TemplateError, messageIndex: number | null): Problem {
  const line = error.line ?? 1
  const column = error.column ?? 1
  return {
    severity: 'error',
    message: messageOf(error),
    suggestion: error.suggestion,
    messageIndex,
    line,
    column,
    endLine: line,
    endColumn: error.endColumn ?? column + 1,
  }
}
