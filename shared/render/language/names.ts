import type { Token } from '../syntax/tokens.ts'
import { globalDocs, statementDocs, WORD_OPERATORS } from './docs.ts'
import { namesTemplate, roleOf, type Tag, tagAt, tagsOf, unquoted } from './tags.ts'

/** A name that a text itself defines. */
export interface Local {
  readonly name: string
  readonly kind: 'macro' | 'set' | 'loop' | 'parameter' | 'import' | 'block'
  /** Offset of the name where it is defined. */
  readonly at: number
  /** What a loop variable is an item of, as a path: `['order', 'lines']`; `of` says which part of the item. */
  readonly itemOf?: { readonly path: readonly string[]; readonly part: 'item' | 'value' }
  /** What a name is set to, where that is another name or a path of names. */
  readonly sameAs?: readonly string[]
  /** The template that an imported name comes from. */
  readonly from?: string
}

const textsOf = (tokens: readonly Token[]): string[] => tokens.map(({ text }) => text)

/** A plain path of names and indexes that begins at a token, and where it ends. */
const pathAfter = (tokens: readonly Token[], from: number): { path: string[]; end: number } => {
  const path: string[] = []
  let at = from
  while (tokens[at]?.type === 'name') {
    path.push(tokens[at]?.text ?? '')
    at += 1
    while (tokens[at]?.text === '[' && tokens[at + 2]?.text === ']') {
      const index = tokens[at + 1]
      path.push(index?.type === 'string' ? unquoted(index) : (index?.text ?? ''))
      at += 3
    }
    if (tokens[at]?.text !== '.') break
    at += 1
  }
  return { path, end: at }
}

/**
 * A single name stands for an item. Of two, the second is the value where members are walked by
 * `.items()`; others are parts of an item that nothing is known of.
 */
const loopLocals = (tag: Tag): Local[] => {
  const until = textsOf(tag.tokens).indexOf('in')
  const names = tag.tokens.slice(1, until < 0 ? undefined : until).filter(isName)
  const { path, end } = until > 0 ? pathAfter(tag.tokens, until + 1) : { path: [], end: 0 }
  const isCalled = tag.tokens[end]?.text === '('
  const walks = isCalled ? path.at(-1) : undefined
  const ownPath = isCalled ? path.slice(0, -1) : path
  const isKnown = ownPath.length > 0 && (!isCalled || walks === 'items' || walks === 'values')
  return names.map(({ text, at }, place) => {
    const local = { name: text, kind: 'loop', at } as const
    if (!isKnown) return local
    const isPair = walks === 'items' && names.length === 2
    if (isPair && place === 1) return { ...local, itemOf: { path: ownPath, part: 'value' } }
    if (walks === 'values' && names.length === 1)
      return { ...local, itemOf: { path: ownPath, part: 'value' } }
    if (walks !== undefined || names.length > 1) return local
    return { ...local, itemOf: { path: ownPath, part: 'item' } }
  })
}

const isName = ({ type, text }: Token): boolean => type === 'name' && !WORD_OPERATORS.includes(text)

/** Names left of an equals sign; of a set block, all of them. */
const assigned = ({ tokens }: Tag): Local[] => {
  const equals = tokens.findIndex(({ text }) => text === '=' || text === '|')
  const isTarget = (index: number): boolean =>
    tokens[0]?.text === 'set' ? equals < 0 || index < equals : tokens[index + 1]?.text === '='
  return tokens.flatMap((token, index): Local[] => {
    const isPart = [tokens[index - 1]?.text, tokens[index + 1]?.text].includes('.')
    if (index === 0 || !isName(token) || isPart || !isTarget(index)) return []
    return [{ name: token.text, kind: 'set', at: token.at, ...standsFor(tokens, index) }]
  })
}

/** What `name = a.b` stands for; a filter or an operator behind it makes something else of it. */
const standsFor = (tokens: readonly Token[], index: number): Pick<Local, 'sameAs'> => {
  if (tokens[index + 1]?.text !== '=') return {}
  const { path, end } = pathAfter(tokens, index + 2)
  const isAll = tokens[end] === undefined || tokens[end]?.text === ','
  return isAll && path.length > 0 ? { sameAs: path } : {}
}

/** What follows a bracket or comma is a parameter; a default is not. */
const parameters = (tag: Tag, from: number): Local[] =>
  tag.tokens.flatMap((token, index): Local[] =>
    index >= from && isName(token) && ['(', ','].includes(tag.tokens[index - 1]?.text ?? '')
      ? [{ name: token.text, kind: 'parameter', at: token.at }]
      : [],
  )

/** Both names of `a as b` count: the first is where it comes from. */
const imported = (tag: Tag): Local[] => {
  const file = tag.tokens.find(({ type }) => type === 'string')
  const from = file === undefined ? '' : unquoted(file)
  const as = textsOf(tag.tokens).indexOf(tag.tokens[0]?.text === 'import' ? 'as' : 'import')
  const names = tag.tokens.slice(as + 1).filter(isName)
  return as < 0 ? [] : names.map(({ text, at }) => ({ name: text, kind: 'import', at, from }))
}

/** The names that one tag defines. */
const localsOf = (tag: Tag): Local[] => {
  const [word, name] = tag.tokens
  if (!tag.isBlock || word === undefined) return []
  switch (word.text) {
    case 'for':
      return loopLocals(tag)
    case 'set':
    case 'with':
      return assigned(tag)
    case 'macro':
      return name === undefined
        ? []
        : [{ name: name.text, kind: 'macro', at: name.at }, ...parameters(tag, 2)]
    case 'call':
      return name?.text === '(' ? parameters(tag, 1) : []
    case 'import':
    case 'from':
      return imported(tag)
    case 'block':
      return name === undefined ? [] : [{ name: name.text, kind: 'block', at: name.at }]
    default:
      return []
  }
}

/** Every name that a text defines, in order. */
export const localNames = (text: string): Local[] => tagsOf(text).flatMap(localsOf)

const isWord = (name: string): boolean =>
  statementDocs.has(name) || globalDocs.has(name) || WORD_OPERATORS.includes(name)

const EXTRA_WORDS = ['recursive', 'as', 'context', 'ignore', 'missing', 'without', 'loop', 'with']

/** Whether a token names a variable, as opposed to a filter, an attribute, a keyword argument or a word. */
export const isVariable = (tag: Tag, index: number): boolean => {
  const token = tag.tokens[index]
  if (token?.type !== 'name' || roleOf(tag, index) !== 'value') return false
  const isKeyword =
    tag.tokens[index + 1]?.text === '=' &&
    ['(', ','].includes(tag.tokens[index - 1]?.text ?? '') &&
    !['set', 'with', 'macro'].includes(tag.tokens[0]?.text ?? '')
  return !isKeyword && !isWord(token.text) && !EXTRA_WORDS.includes(token.text)
}

/** The tokens of a text that name variables, in order. */
export const variableTokens = (text: string): Token[] =>
  tagsOf(text).flatMap((tag) => tag.tokens.filter((_, index) => isVariable(tag, index)))

/** The name of another template, as a string, that stands at an offset. */
export const partialAt = (text: string, offset: number): Token | undefined => {
  const tag = tagAt(text, offset)
  if (tag === undefined || !namesTemplate(tag)) return undefined
  return tag.tokens.find(
    ({ type, at, text: t }) => type === 'string' && at <= offset && offset <= at + t.length,
  )
}
