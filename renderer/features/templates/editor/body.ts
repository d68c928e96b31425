import type { Body } from '#shared/contract/template.ts'

export type MessageBody = Extract<Body, { kind: 'messages' }>
export type Message = MessageBody['messages'][number]

/** A body of messages with other messages; a body of one text stays as it is. */
const withMessages = (body: Body, change: (messages: readonly Message[]) => Message[]): Body =>
  body.kind === 'messages' ? { kind: 'messages', messages: change(body.messages) } : body

export const addMessage = (body: Body, message: Message): Body =>
  withMessages(body, (messages) => [...messages, message])

export const setMessage = (body: Body, place: number, message: Message): Body =>
  withMessages(body, (messages) => messages.map((old, index) => (index === place ? message : old)))

export const removeMessage = (body: Body, place: number): Body =>
  withMessages(body, (messages) => messages.filter((_, index) => index !== place))

/** At its old place, or at the end of a list that has become shorter. */
export const insertMessage = (body: Body, place: number, message: Message): Body =>
  withMessages(body, (messages) => messages.toSpliced(place, 0, message))

export const moveMessage = (body: Body, place: number, step: 1 | -1): Body =>
  withMessages(body, (messages) => moved(messages, place, step))

/** The list with one entry a place further; unchanged at the ends. */
export function moved<Item>(items: readonly Item[], place: number, step: 1 | -1): Item[] {
  const next = [...items]
  const item = next[place]
  const other = next[place + step]
  if (item === undefined || other === undefined) return next
  next[place] = other
  next[place + step] = item
  return next
}

/** One text becomes one user message: that is how chat models read a bare prompt. */
export const toMessages = (body: Body): Body =>
  body.kind === 'messages'
    ? body
    : { kind: 'messages', messages: [{ role: 'user', content: body.text }] }

/** Only a list of at most one message can become one text without losing anything. */
export function toText(body: Body): Body {
  if (body.kind === 'text' || body.messages.length > 1) return body
  const only = body.messages[0]
  return { kind: 'text', text: only !== undefined && 'content' in only ? only.content : '' }
}
