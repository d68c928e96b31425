import {
  filterDocs,
  globalDocs,
  loopDocs,
  statementDocs,
  testDocs,
  WORD_OPERATORS,
} from './docs.ts'
import { localNames, variableTokens } from './names.ts'
import { membersInUse, pathBefore, shortForm, valueAt } from './sample.ts'
import {
  filterSignature,
  globalSignature,
  methodSignature,
  methodsOf,
  testSignature,
} from './signatures.ts'
import type { Completion, Completions, LanguageSource } from './source.ts'
import { namesTemplate, roleOf, type Tag, tagAt, tagsOf, unquoted } from './tags.ts'

type Kind = Completion['kind']

const fromDocs = (
  docs: ReadonlyMap<string, string>,
  kind: Kind,
  detail: (name: string) => string | undefined,
): Completion[] =>
  [...docs].map(([label, doc]) => ({ label, kind, detail: detail(label) ?? label, doc }))

const filters = fromDocs(filterDocs, 'filter', (name) => filterSignature(name)?.label)
const tests = fromDocs(testDocs, 'test', (name) => testSignature(name)?.label)
const globals = fromDocs(globalDocs, 'global', (name) => globalSignature(name)?.label)
const loopParts = fromDocs(loopDocs, 'attribute', () => 'of the loop')

const words: Completion[] = WORD_OPERATORS.map((label) => ({
  label,
  kind: 'keyword',
  detail: 'word',
  doc: '',
}))

/** What may be written at an offset of a text; null outside of tags and where nothing is known. */
export const completeAt = (
  source: LanguageSource,
  text: string,
  offset: number,
): Completions | null => {
  const tag = tagAt(text, offset)
  if (tag === undefined) return null
  const before = tag.tokens.filter(({ at }) => at < offset)
  const last = before.at(-1)
  const isInString = last?.type === 'string' && offset <= last.at + last.text.length
  if (isInString && last)
    return inString(source, tag, last.at + 1, last.at + 1 + unquoted(last).length)
  const isInName = last?.type === 'name' && last.at + last.text.length >= offset
  const from = isInName && last ? last.at : offset
  const to = isInName && last ? last.at + last.text.length : offset
  const index = isInName ? before.length - 1 : before.length
  // The token being written is none of the names the text uses already.
  const around = { ...tag, tokens: before.slice(0, index) }
  return { from, to, items: itemsFor(source, text, around, offset) }
}

/** Strings are data, except where they name a template. */
const inString = (
  { partials }: LanguageSource,
  tag: Tag,
  from: number,
  to: number,
): Completions | null =>
  namesTemplate(tag)
    ? {
        from,
        to,
        items: partials.map((label) => ({ label, kind: 'partial', detail: 'template', doc: '' })),
      }
    : null

const itemsFor = (source: LanguageSource, text: string, tag: Tag, offset: number): Completion[] => {
  const { tokens } = tag
  switch (roleOf(tag, tokens.length)) {
    case 'filter':
      return filters
    case 'test':
      return tests
    case 'statement':
      return statements(text, tag)
    case 'attribute':
      return attributes(source, text, pathBefore(tokens, tokens.length - 1), offset)
    case 'value':
      return [...values(source, text, offset), ...globals, ...words]
  }
}

/** Tags; the end of what is open comes first. */
const statements = (text: string, { start }: Tag): Completion[] => {
  const open: string[] = []
  for (const tag of tagsOf(text)) {
    const word = tag.isBlock && tag.start < start ? (tag.tokens[0]?.text ?? '') : ''
    if (word.startsWith('end')) open.pop()
    else if (statementDocs.has(`end${word}`)) open.push(word)
  }
  const first = `end${open.at(-1) ?? ''}`
  return [...statementDocs].map(([label, doc]) => ({
    label,
    kind: 'keyword',
    detail: 'tag',
    doc,
    ...(label === first && { isFirst: true }),
  }))
}

/** Members of the sample and the schema first, then those in use elsewhere, then what its type can do. */
const attributes = (
  source: LanguageSource,
  text: string,
  path: string[],
  offset: number,
): Completion[] => {
  if (path.length === 1 && path[0] === 'loop') return loopParts
  const value = valueAt(source.sample, text, path)
  const isDict = typeof value === 'object' && value !== null && !Array.isArray(value)
  const members = Object.entries(isDict ? value : {}).map(([label, part]): Completion => {
    const isShown = part !== undefined
    const doc = isShown ? 'Of the sample value.' : 'Of the schema.'
    return { label, kind: 'attribute', detail: isShown ? shortForm(part) : 'declared', doc }
  })
  const texts = [text, ...source.texts.filter((other) => other !== null && other !== text)]
  const used = membersInUse(texts.map(String), text, path, offset)
    .filter((label) => !members.some((known) => known.label === label))
    .map((label): Completion => ({ label, kind: 'attribute', detail: 'in use', doc: '' }))
  const methods = methodsOf(value).map(
    (label): Completion => ({
      label,
      kind: 'method',
      detail: methodSignature(label)?.label ?? label,
      doc: '',
    }),
  )
  return [...members, ...used, ...methods]
}

/** Variables by what is known of them, then what the text defines itself. */
const values = (source: LanguageSource, text: string, offset: number): Completion[] => {
  const found = new Map<string, Completion>()
  const add = (label: string, kind: Kind, detail: string, doc: string): void => {
    if (!found.has(label)) found.set(label, { label, kind, detail, doc })
  }
  for (const { name, kind } of localNames(text)) {
    if (kind !== 'block') add(name, kind === 'macro' ? 'macro' : 'variable', kind, 'Of this text.')
  }
  for (const { name, description = '' } of source.declared) {
    add(name, 'variable', typeOf(source, name), description)
  }
  for (const [name, value] of Object.entries(source.sample)) {
    add(name, 'variable', shortForm(value), 'Has a sample value.')
  }
  for (const { name, type } of source.analysis().variables) add(name, 'variable', type, 'In use.')
  for (const { text: name, at } of source.texts.flatMap((other) => variableTokens(other ?? ''))) {
    if (at + name.length !== offset) add(name, 'variable', 'in use', '')
  }
  return [...found.values()]
}

const typeOf = (source: LanguageSource, name: string): string =>
  source.analysis().variables.find((variable) => variable.name === name)?.type ?? 'declared'
