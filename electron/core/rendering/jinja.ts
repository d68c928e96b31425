import { type ErrorCode, GalleyError, type Where } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import {
  type CompiledTemplate,
  type Context,
  compile,
  contextFromJson,
  contextFromValues,
  TemplateError,
} from '#shared/render/engine.ts'
import { type MessagePlaceholder, renderBody } from '#shared/render/messages.ts'
import { parseBindings } from './bindings.ts'
import type { RenderContext } from './context.ts'

type Rules = Pick<Content, 'undefinedPolicy' | 'partials'>

/** Renders content of the jinja2 dialect in this process: the engine has no eval and its own budgets. */
export function renderJinja(content: Content, context: RenderContext, template: string): Rendered {
  const { body } = content
  const values = contextOf(context)
  const render = (text: string, where: Where) =>
    placed(() => compiled(text, content).render(values), where)
  if (body.kind === 'text') return { kind: 'text', text: render(body.text, { template }) }
  const messages = body.messages.flatMap((message, messageIndex) => {
    const where = { template, messageIndex }
    return 'placeholder' in message
      ? placed(() => insertedMessages(message, values), where)
      : [{ role: message.role, content: render(message.content, where) }]
  })
  return { kind: 'messages', messages }
}

/** The messages a placeholder stands for, each checked by the engine. */
function insertedMessages(placeholder: MessagePlaceholder, values: Context) {
  const rendered = renderBody({ kind: 'messages', messages: [placeholder] }, values)
  return rendered.kind === 'messages' ? rendered.messages : []
}

/** Throws `template_syntax` for the first text of the content that cannot be read as a template. */
export function compileJinja(content: Content, template: string): void {
  const { body } = content
  const texts = body.kind === 'text' ? [{ content: body.text }] : body.messages
  for (const [messageIndex, message] of texts.entries()) {
    if (!('content' in message)) continue
    const where = body.kind === 'text' ? { template } : { template, messageIndex }
    placed(() => compiled(message.content, content), where)
  }
}

/** How many texts stay compiled: a run asks for the same few some hundred thousand times. */
const keptTemplates = 200
const kept = new Map<string, CompiledTemplate>()

function compiled(text: string, { undefinedPolicy, partials }: Rules): CompiledTemplate {
  // Versions never change, so their ids stand for the texts.
  const taken = Object.entries(partials ?? {}).map(([name, { versionId }]) => [name, versionId])
  const key = `${undefinedPolicy} ${taken.length === 0 ? '' : JSON.stringify(taken)} ${text}`
  const template =
    kept.get(key) ??
    compile(text, {
      undefined: undefinedPolicy,
      sandbox: 'immutable',
      partials: partialLookup(partials),
    })
  // Taken out and put back, so that the first one is the one that was not used for longest.
  kept.delete(key)
  kept.set(key, template)
  const [oldest] = kept.keys()
  if (kept.size > keptTemplates && oldest !== undefined) kept.delete(oldest)
  return template
}

function contextOf(context: RenderContext): Context {
  if (context.bindingsJson === undefined) return contextFromValues(context.bindings ?? {})
  try {
    return contextFromJson(context.bindingsJson)
  } catch (error) {
    // Parsed once more for an error that says what is wrong, and where.
    parseBindings(context)
    throw error
  }
}

function placed<Result>(work: () => Result, where: Where): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof TemplateError ? asGalleyError(error, where) : error
  }
}

const codes: Partial<Record<TemplateError['kind'], ErrorCode>> = {
  syntax: 'template_syntax',
  undefined: 'undefined_variable',
}

/** The engine's error as the user gets it, with its place and the name that was probably meant. */
function asGalleyError(error: TemplateError, where: Where): GalleyError {
  const { kind, line, column, suggestion, message } = error
  const place = line === null ? '' : ` (line ${line}${column === null ? '' : `, column ${column}`})`
  return new GalleyError(codes[kind] ?? 'template_failed', `${message}${place}`, {
    fix: fixOf(error),
    where: {
      ...where,
      ...(line === null ? {} : { line }),
      ...(column === null ? {} : { column }),
    },
    ...(suggestion === undefined ? {} : { suggestion }),
    details: { kind, pythonClass: error.pythonClass },
    cause: error,
  })
}

function fixOf({ kind, suggestion }: TemplateError): string {
  if (suggestion !== undefined) return `Did you mean "${suggestion}"?`
  if (kind === 'syntax') return 'Mend the template at that place.'
  if (kind === 'undefined') {
    return 'Give the variable a value, use the default filter, or set the template to lenient.'
  }
  if (kind === 'security') return 'Templates cannot reach this; take the expression out.'
  if (kind === 'budget') return 'Look for a loop or a value that grows without bound.'
  return 'Look at the expression there and at the values it is given.'
}
