import { type Context, compile, type RenderOptions } from './engine.ts'
import { failure, place, type TemplateError } from './errors.ts'
import { isDict } from './values/dict.ts'
import { isStr, sequenceItems, textOf, typeNameOf, type Value } from './values/types.ts'

/** The closed list of roles; data can never add one. */
const ROLES = ['system', 'user', 'assistant', 'tool'] as const
/** Who speaks in a message. */
export type Role = (typeof ROLES)[number]

/** A message whose content is a template; the role is fixed by the author. */
export interface MessageTemplate {
  readonly role: Role
  readonly content: string
}

/** Stands for a list of messages that the caller gives as the variable of that name. */
export interface MessagePlaceholder {
  readonly placeholder: string
}

/** What a template is: one text, or a list of messages. */
export type TemplateBody =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'messages'
      readonly messages: readonly (MessageTemplate | MessagePlaceholder)[]
    }

/** A message ready to be sent to a model. */
export interface RenderedMessage {
  readonly role: Role
  readonly content: string
}

/** The outcome has the form of the template: one text, or messages. */
export type RenderedBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'messages'; readonly messages: readonly RenderedMessage[] }

/**
 * Renders a text or a list of messages. Every message is a template of its own, so that no value can
 * add a message or change a role; only a declared placeholder inserts messages, and each of those is
 * checked. Throws a TemplateError; in a list, its `templateName` ends with the number of the message.
 */
export const renderBody = (
  body: TemplateBody,
  context: Context,
  options: RenderOptions = {},
): RenderedBody => {
  if (body.kind === 'text') {
    return { kind: 'text', text: compile(body.text, options).render(context) }
  }
  const messages = body.messages.flatMap((message, index) =>
    'placeholder' in message
      ? placeholderMessages(message.placeholder, context, options)
      : [renderMessage(message, index, context, options)],
  )
  return { kind: 'messages', messages }
}

/** The name says which message it is, for errors. */
const renderMessage = (
  { role, content }: MessageTemplate,
  index: number,
  context: Context,
  options: RenderOptions,
): RenderedMessage => {
  const name = options.templateName === undefined ? '' : `${options.templateName}, `
  const named = { ...options, templateName: `${name}message ${index + 1} (${role})` }
  return { role, content: compile(content, named).render(context) }
}

/** Every message is checked: data must not bring a role of its own. */
const placeholderMessages = (
  name: string,
  context: Context,
  options: RenderOptions,
): RenderedMessage[] => {
  const fail = (pythonClass: string, problem: string): TemplateError =>
    place(failure(pythonClass, problem), 'render', options.templateName ?? null, '', 0)
  const value = context.values.get(name)
  if (value === undefined) {
    throw fail(
      'UndefinedError',
      `The message list \`${name}\` is not given; give an empty list for no messages.`,
    )
  }
  const items = sequenceItems(value)
  if (!items) {
    throw fail('TypeError', `\`${name}\` must be a list of messages, not ${typeNameOf(value)}.`)
  }
  return items.map((item, index) => {
    const checked = checkMessage(item)
    if (!isStr(checked)) return checked
    throw fail('TypeError', `Message ${index + 1} of \`${name}\` ${checked}.`)
  })
}

/** The message, or what is wrong with it. */
const checkMessage = (item: Value): RenderedMessage | string => {
  if (!isDict(item)) return `is not an object with role and content but ${typeNameOf(item)}`
  const role = textOf(item.get('role') ?? null)
  const known = ROLES.find((candidate) => candidate === role)
  if (!known) return `has no role out of ${ROLES.join(', ')}`
  const content = textOf(item.get('content') ?? null)
  return content === undefined ? 'has no text as content' : { role: known, content }
}
