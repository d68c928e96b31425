import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import { partialLookup } from '#shared/domain/partials/lookup.ts'
import { compile, contextFromValues, type RenderOptions } from '#shared/render/engine.ts'
import { renderBody } from '#shared/render/messages.ts'

type Render = (variables: Readonly<Record<string, unknown>>) => Rendered

/** By content object: a version's content is one object for as long as the version is served. */
const kept = new WeakMap<Content, Render>()

/** Renders `content`, reading each template only once. Throws TemplateError. */
export function renderContent(
  content: Content,
  variables: Readonly<Record<string, unknown>>,
  templateName: string,
): Rendered {
  const render = kept.get(content) ?? prepare(content, templateName)
  kept.set(content, render)
  return render(variables)
}

function prepare(content: Content, templateName: string): Render {
  const { body, dialect, undefinedPolicy } = content
  if (dialect !== 'jinja2') {
    throw new Error(`Templates of dialect ${dialect} are not rendered in production.`)
  }
  const options: RenderOptions = {
    undefined: undefinedPolicy,
    sandbox: 'immutable',
    templateName,
    partials: partialLookup(content.partials),
  }
  if (body.kind === 'text') {
    const template = compile(body.text, options)
    return (variables) => ({ kind: 'text', text: template.render(contextFromValues(variables)) })
  }
  // Placeholders insert messages that are checked one by one, which renderBody does.
  if (body.messages.some((part) => 'placeholder' in part)) {
    return (variables) => {
      const rendered = renderBody(body, contextFromValues(variables), options)
      return rendered.kind === 'text' ? rendered : { ...rendered, messages: [...rendered.messages] }
    }
  }
  const messages = body.messages.flatMap((part, index) => {
    if (!('content' in part)) return []
    const name = `${templateName}, message ${index + 1} (${part.role})`
    return [
      { role: part.role, template: compile(part.content, { ...options, templateName: name }) },
    ]
  })
  return (variables) => {
    const context = contextFromValues(variables)
    const rendered = messages.map(({ role, template }) => ({
      role,
      content: template.render(context),
    }))
    return { kind: 'messages', messages: rendered }
  }
}
