import type { Content } from '#shared/contract/template.ts'
import { toInputSchema } from '#shared/domain/variables/json-schema.ts'
import type { Message } from '../editor/body.ts'

/** A part of two contents that are compared: a message, the settings, a schema, a partial. */
export interface Part {
  readonly title: string
  /** Empty where it is only on the other side. */
  readonly before: string
  readonly after: string
  readonly language: 'jinja' | 'json'
}

/** Two contents part by part: messages that belong together first, then what is set. */
export function partsOf(before: Content, after: Content): Part[] {
  const json = (title: string, of: (content: Content) => unknown): Part => ({
    title,
    before: print(of(before)),
    after: print(of(after)),
    language: 'json',
  })
  return [
    ...textParts(before, after),
    json('Settings', settingsOf),
    json('Input schema', ({ variables }) =>
      variables.length === 0 ? undefined : toInputSchema(variables),
    ),
    json('Tools', ({ modelSettings }) => modelSettings.tools),
    json('Output schema', ({ modelSettings }) => modelSettings.responseSchema),
    ...partialParts(before, after),
  ]
}

export const isChanged = ({ before, after }: Part): boolean => before !== after

const print = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2))

const settingsOf = ({ dialect, undefinedPolicy, modelSettings }: Content) => {
  const { responseSchema: _, tools: __, ...settings } = modelSettings
  return { dialect, undefinedPolicy, ...settings }
}

function textParts(before: Content, after: Content): Part[] {
  if (before.body.kind === 'text' && after.body.kind === 'text') {
    const [one, other] = [before.body.text, after.body.text]
    return [{ title: 'Text', before: one, after: other, language: 'jinja' }]
  }
  return pairs(messagesOf(before), messagesOf(after)).map(([one, other], index) => ({
    title: titleOf(index + 1, one, other),
    // The role stands in the text: a message that only changed its role has changed.
    before: printMessage(one),
    after: printMessage(other),
    language: 'jinja',
  }))
}

/** One text is read as one user message, as chat models do. */
const messagesOf = ({ body }: Content): readonly Message[] =>
  body.kind === 'messages' ? body.messages : [{ role: 'user', content: body.text }]

const roleOf = (message: Message) =>
  'role' in message ? message.role : `messages from ${message.placeholder}`

const printMessage = (message: Message | null): string => {
  if (message === null) return ''
  return 'content' in message
    ? `${message.role}:\n${message.content}`
    : `messages from ${message.placeholder}`
}

function titleOf(number: number, one: Message | null, other: Message | null): string {
  const roles = [one, other].flatMap((message) => (message === null ? [] : [roleOf(message)]))
  const what = `Message ${number}, ${[...new Set(roles)].join(' → ')}`
  if (one === null) return `${what}: added`
  return other === null ? `${what}: removed` : what
}

type Pair = readonly [Message | null, Message | null]

/**
 * Which message became which. Equal ones belong together (the longest row of them, so that an insertion
 * shifts nothing); what is left between them pairs up in order where the roles agree.
 */
function pairs(before: readonly Message[], after: readonly Message[]): Pair[] {
  const same = longestCommon(before.map(printMessage), after.map(printMessage))
  const out: Pair[] = []
  let [i, j] = [0, 0]
  for (const [a, b] of [...same, [before.length, after.length] as const]) {
    out.push(...between(before.slice(i, a), after.slice(j, b)))
    const [one = null, other = null] = [before[a], after[b]]
    if (one !== null && other !== null) out.push([one, other])
    i = a + 1
    j = b + 1
  }
  return out
}

function between(before: readonly Message[], after: readonly Message[]): Pair[] {
  const left = [...before]
  const out: Pair[] = after.map((message) => {
    const at = left.findIndex((other) => roleOf(other) === roleOf(message))
    const [found] = at < 0 ? [] : left.splice(at, 1)
    return [found ?? null, message]
  })
  return [...left.map((message): Pair => [message, null]), ...out]
}

/** Places of a longest common subsequence, in order. */
function longestCommon(a: readonly string[], b: readonly string[]): [number, number][] {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => length[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = length[i] ?? []
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const out: [number, number][] = []
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) out.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1
    else j += 1
  }
  return out
}

function partialParts(before: Content, after: Content): Part[] {
  const [old, next] = [before.partials ?? {}, after.partials ?? {}]
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].sort().map((name) => ({
    title: `Partial ${name}`,
    before: old[name]?.text ?? '',
    after: next[name]?.text ?? '',
    language: 'jinja',
  }))
}
