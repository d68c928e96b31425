import type { Token } from '../syntax/tokens.ts'
import { globalDocs, statementDocs, WORD_OPERATORS } from './docs.ts'
import { namesTemplate, roleOf, type Tag, tagsOf, unquoted } from './tags.ts'

/** A name that a text itself defines. */
export interface Local {
  readonly name: string
  readonly kind: 'macro' | 'set' | 'loop' | 'parameter' | 'import' | 'block'
  /** Offset of the name where it is defined. */
  readonly at: number
  /** What a loop variable is an item of: the path of names written after `in`. */
  readonly itemOf?: readonly string[]
  /** The template that an imported name comes from. */
  readonly from?: string
}

const textsOf = (tokens: readonly Token[]): string[] => tokens.map(({ text }) => text)

/** The names behind `in`, as far as they are a plain path. */
const pathAfter = (tag: Tag, index: number): string[] => {
  const path: string[] = []
  for (let at = index; tag.tokens[at]?.type === 'name'; at += 2) {
    path.push(tag.tokens[at]?.text ?? '')
    if (tag.tokens[at + 1]?.text !== '.') break
  }
  return path
}

/** Only a single name stands for an item; unpacked ones have parts of it. */
const loopLocals = (tag: Tag): Local[] => {
  const until = textsOf(tag.tokens).indexOf('in')
  const names = tag.tokens.slice(1, until < 0 ? undefined : until).filter(isName)
  const itemOf = names.length === 1 && until > 0 ? pathAfter(tag, until + 1) : []
  return names.map(({ text, at }) => ({
    name: text,
    kind: 'loop',
    at,
    ...(itemOf.length > 0 && { itemOf }),
  }))
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
    return [{ name: token.text, kind: 'set', at: token.at }]
  })
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

/** Partials that a text names, and where. */
export const partialTokens = (text: string): Token[] =>
  tagsOf(text).flatMap((tag) =>
    namesTemplate(tag) ? tag.tokens.filter(({ type }) => type === 'string') : [],
  )
