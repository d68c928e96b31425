import { canonicalJson } from '../hashing/content.ts'
import type { ComparableContent } from './content.ts'
import { mergeText } from './merge.ts'

/** Null: there is nothing both began with. */
export interface MergedContent<Content> {
  readonly content: Content
  /** Names of the parts that both changed in the same place. */
  readonly conflicts: string[]
}

const equal = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/**
 * Puts the changes of `mine` on top of `theirs`; `base` is the version both began with. Texts merge line
 * by line; of any other part the side that changed wins, and mine where both did.
 */
export function mergeContent<Content extends ComparableContent>(
  base: Content,
  mine: Content,
  theirs: Content,
): MergedContent<Content> {
  const conflicts: string[] = []
  const content: Content = { ...mine }
  for (const part of [
    'dialect',
    'undefinedPolicy',
    'variables',
    'modelSettings',
    'partials',
  ] as const) {
    if (equal(mine[part], base[part])) Object.assign(content, { [part]: theirs[part] })
    else if (!equal(theirs[part], base[part]) && !equal(mine[part], theirs[part])) {
      conflicts.push(part)
    }
  }
  // Absent and undefined are two things to a strict schema.
  if (content.partials === undefined) delete content.partials
  content.body = mergeBody(base.body, mine.body, theirs.body, conflicts)
  return { content, conflicts }
}

type Body = ComparableContent['body']

function mergeBody(base: Body, mine: Body, theirs: Body, conflicts: string[]): Body {
  if (equal(mine, base) || equal(mine, theirs)) return theirs
  if (equal(theirs, base)) return mine
  if (mine.kind === 'text' && theirs.kind === 'text') {
    const from = base.kind === 'text' ? base.text : ''
    return { kind: 'text', text: merged(from, mine.text, theirs.text, 'text', conflicts) }
  }
  if (mine.kind !== 'messages' || theirs.kind !== 'messages' || !haveSameShape(mine, theirs)) {
    conflicts.push('body')
    return mine
  }
  const old = base.kind === 'messages' && haveSameShape(base, mine) ? base.messages : []
  const messages = mine.messages.map((message, index) => {
    const other = theirs.messages[index]
    if (!('content' in message) || other === undefined || !('content' in other)) return message
    const before = old[index]
    const from = before !== undefined && 'content' in before ? before.content : ''
    const field = `message ${index + 1} (${message.role})`
    return { ...message, content: merged(from, message.content, other.content, field, conflicts) }
  })
  return { kind: 'messages', messages }
}

type Messages = Extract<Body, { kind: 'messages' }>

/** The same roles and placeholders in the same order: then messages can be merged one by one. */
function haveSameShape(a: Messages, b: Messages): boolean {
  const shape = ({ messages }: Messages) =>
    messages.map((message) => ('role' in message ? message.role : message))
  return equal(shape(a), shape(b))
}

function merged(
  base: string,
  mine: string,
  theirs: string,
  field: string,
  conflicts: string[],
): string {
  const { text, isConflicting } = mergeText(base, mine, theirs)
  if (isConflicting) conflicts.push(field)
  return text
}
