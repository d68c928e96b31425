import { z } from 'zod'
import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError, type Where } from '#shared/contract/errors.ts'
import type { Rendered } from '#shared/contract/render.ts'
import { type Content, roleSchema } from '#shared/contract/template.ts'
import { parseBindings } from './bindings.ts'
import type { NunjucksRenderer, RenderContext } from './context.ts'
import { renderPlain } from './nunjucks-plain.ts'

const messagesSchema = z.array(z.object({ role: roleSchema, content: z.string() }))

/** Renders content of the nunjucks dialect: every text by itself, so roles cannot come from data. */
export async function renderNunjucks(
  { body, undefinedPolicy }: Content,
  context: RenderContext,
  templateName: string,
  nunjucks: NunjucksRenderer,
): Promise<Rendered> {
  const bindings = parseBindings(context)
  const render = async (text: string, where: Where) => {
    try {
      const plain = renderPlain(text, bindings)
      return (
        plain ?? (await nunjucks.render(text, bindings, { isStrict: undefinedPolicy === 'strict' }))
      )
    } catch (error) {
      throw error instanceof GalleyError ? withPlace(error, where) : error
    }
  }
  const template = templateName
  if (body.kind === 'text') return { kind: 'text', text: await render(body.text, { template }) }
  const messages: Extract<Rendered, { kind: 'messages' }>['messages'] = []
  for (const [messageIndex, message] of body.messages.entries()) {
    const where = { template, messageIndex }
    if ('placeholder' in message)
      messages.push(...listedMessages(bindings, message.placeholder, where))
    else messages.push({ role: message.role, content: await render(message.content, where) })
  }
  return { kind: 'messages', messages }
}

function withPlace(error: GalleyError, where: Where): GalleyError {
  const { fix, where: inner } = error.problem
  return new GalleyError(error.code, error.message, {
    where: { ...where, ...inner },
    ...(fix === undefined ? {} : { fix }),
    cause: error,
  })
}

/** The messages that a placeholder stands for; the list must be given, as in the other dialect. */
function listedMessages(bindings: Bindings, name: string, where: Where) {
  if (!Object.hasOwn(bindings, name)) {
    throw new GalleyError('undefined_variable', `The message list "${name}" is not given.`, {
      fix: 'Give an empty list for no messages.',
      where,
    })
  }
  const parsed = messagesSchema.safeParse(bindings[name])
  if (parsed.success) return parsed.data
  throw new GalleyError(
    'template_failed',
    `The placeholder "${name}" needs a list of messages with role and content.`,
    { fix: `Give "${name}" a list like [{"role": "user", "content": "…"}].`, where },
  )
}
