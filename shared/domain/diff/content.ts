import { canonicalJson } from '../hashing/content.ts'
import { diffLines } from './lines.ts'

/** The parts of a version's content that a reader compares; the contract's content fits it. */
export interface ComparableContent {
  body:
    | { kind: 'text'; text: string }
    | {
        kind: 'messages'
        messages: ({ role: string; content: string } | { placeholder: string })[]
      }
  dialect: string
  undefinedPolicy: string
  variables: { name: string }[]
  modelSettings: object
  partials?: Readonly<Record<string, { readonly text: string }>> | undefined
}

export interface ContentChange {
  kind: 'same' | 'added' | 'removed'
  line: string
  /** `text`, `message N (role)`, `placeholder`, `partial NAME`, `settings` or `variables`: where the line stands. */
  field: string
}

interface Line {
  line: string
  field: string
  /** Without the message's number: a message put in front must not change all that follow. */
  key: string
}

/** Two contents as line changes: first the body, then partials, settings and variables. */
export function diffContent(from: ComparableContent, to: ComparableContent): ContentChange[] {
  return sections.flatMap((section) =>
    diffLines(section(from), section(to), ({ key }) => key).map(({ kind, line }) => ({
      kind,
      line: line.line,
      field: line.field,
    })),
  )
}

const sections = [bodyLines, partialLines, settingLines, variableLines]

function bodyLines({ body }: ComparableContent): Line[] {
  if (body.kind === 'text') return textLines(body.text, 'text', 'text')
  return body.messages.flatMap((message, index) => {
    if ('placeholder' in message) {
      const line = `{messages: ${message.placeholder}}`
      return [{ line, field: 'placeholder', key: `placeholder ${line}` }]
    }
    const field = `message ${index + 1} (${message.role})`
    // A line of its own for the role: without it, one message split in two would look unchanged.
    const head = { line: `${message.role}:`, field, key: `role ${message.role}` }
    return [head, ...textLines(message.content, field, message.role)]
  })
}

function textLines(text: string, field: string, kind: string): Line[] {
  return text.split('\n').map((line) => ({ line, field, key: `${kind} line ${line}` }))
}

function partialLines({ partials = {} }: ComparableContent): Line[] {
  return Object.entries(partials).flatMap(([name, { text }]) => {
    const field = `partial ${name}`
    return textLines(text, field, field)
  })
}

function settingLines({ dialect, undefinedPolicy, modelSettings }: ComparableContent): Line[] {
  const entries = Object.entries({ dialect, undefinedPolicy, ...modelSettings })
  return entries
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => plain(`${name}: ${canonicalJson(value)}`, 'settings'))
}

function variableLines({ variables }: ComparableContent): Line[] {
  return variables.map(({ name, ...facts }) =>
    plain(`${name}: ${canonicalJson(facts)}`, 'variables'),
  )
}

const plain = (line: string, field: string): Line => ({ line, field, key: line })
