import { scanToken } from '../syntax/scanner.ts'
import type { Token } from '../syntax/tokens.ts'

/** A tag of a text that may be unfinished: what stands in it, and where. */
export interface Tag {
  readonly isBlock: boolean
  /** Offset of the opening delimiter. */
  readonly start: number
  /** Offset behind the closing delimiter, or where an unfinished tag has to end. */
  readonly end: number
  /** Strings with their quotes; a string that is never closed goes to the end of its line. */
  readonly tokens: readonly Token[]
}

const CLOSERS: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}' }

/**
 * The tags of a text in order, comments and raw parts left out. Unlike the template reader it goes on
 * behind what is wrong: a text is unfinished most of the time it is edited.
 */
export const tagsOf = (text: string): Tag[] => [...tagsEndingBehind(text, 0)]

/** The tags that end behind an offset. Those before it are passed over, where that needs no reading. */
function* tagsEndingBehind(text: string, offset: number): Generator<Tag> {
  for (let at = nextOpening(text, 0); at >= 0; ) {
    if (text.startsWith('{#', at)) {
      const end = text.indexOf('#}', at)
      at = end < 0 ? -1 : nextOpening(text, end)
      continue
    }
    const plain = plainEnd(text, at)
    if (plain !== null && plain <= offset) {
      at = nextOpening(text, plain)
      continue
    }
    const tag = readTag(text, at)
    if (tag.end > offset) yield tag
    const isRaw = tag.isBlock && tag.tokens[0]?.text === 'raw'
    const next = isRaw ? text.slice(tag.end).search(/\{%[-+]?\s*endraw/) : 0
    at = next < 0 ? -1 : nextOpening(text, tag.end + next)
  }
}

/**
 * Where a tag ends that holds no quote, bracket or `raw`, so that the first closing delimiter is its own;
 * null for all others. In a long text this is a hundred times as quick as reading every tag.
 */
const plainEnd = (text: string, start: number): number | null => {
  const closing = text.indexOf(CLOSERS[text.slice(start, start + 2)] ?? '', start + 2)
  if (closing < 0) return null
  const inside = text.slice(start + 2, closing)
  return /["'([{]|\braw\b/.test(inside) ? null : closing + 2
}

/** A single brace is text. */
const nextOpening = (text: string, from: number): number => {
  for (let at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1)) {
    if ('{%#'.includes(text.charAt(at + 1) || ' ')) return at
  }
  return -1
}

/** An opening inside a tag means that the tag before it was never closed. */
const readTag = (text: string, start: number): Tag => {
  const opening = text.slice(start, start + 2)
  const closer = CLOSERS[opening] ?? ''
  const tokens: Token[] = []
  let at = start + 2
  if ('-+'.includes(text.charAt(at) || ' ')) at++
  let depth = 0
  while (at < text.length) {
    if (depth <= 0 && text.startsWith(closer, at)) break
    if (depth <= 0 && text.startsWith(closer, at + 1) && '-+'.includes(text.charAt(at))) at++
    else if (text.startsWith('{%', at) || text.startsWith('{{', at)) {
      return { isBlock: opening === '{%', start, end: at, tokens }
    } else {
      const token = readToken(text, at)
      if (token.type !== 'eof') tokens.push(token)
      if ('([{'.includes(token.text)) depth++
      if (')]}'.includes(token.text)) depth--
      at = token.end
    }
  }
  return { isBlock: opening === '{%', start, end: Math.min(at + 2, text.length), tokens }
}

/** White space and what cannot be read come as `eof`, to be passed over. */
const readToken = (text: string, at: number): Token & { readonly end: number } => {
  try {
    const { type, end } = scanToken(text, at)
    return { type: type === 'space' ? 'eof' : type, text: text.slice(at, end), at, end }
  } catch {
    const isString = '\'"'.includes(text.charAt(at))
    const line = text.indexOf('\n', at)
    const end = !isString ? at + 1 : line < 0 ? text.length : line
    return { type: isString ? 'string' : 'eof', text: text.slice(at, end), at, end }
  }
}

/** The tag around an offset; the caret may stand at its very end only if it is unfinished. */
export const tagAt = (text: string, offset: number): Tag | undefined => {
  for (const tag of tagsEndingBehind(text, offset - 1)) {
    const { start, end } = tag
    if (start > offset - 2) return undefined
    if (offset < end - 1) return tag
    if (offset <= end && !/[%}]\}$/.test(text.slice(start + 2, end))) return tag
  }
  return undefined
}

/** What a name means by what stands before it. */
export type Role = 'filter' | 'test' | 'attribute' | 'statement' | 'value'

/** The role of the token at `index` of a tag. */
export const roleOf = ({ isBlock, tokens }: Tag, index: number): Role => {
  const before = tokens[index - 1]
  const earlier = tokens[index - 2]
  if (before === undefined) return isBlock ? 'statement' : 'value'
  if (before.text === '|') return 'filter'
  if (isBlock && index === 1 && before.text === 'filter') return 'filter'
  if (before.text === '.') return 'attribute'
  if (before.text === 'is' || (before.text === 'not' && earlier?.text === 'is')) return 'test'
  return 'value'
}

/** The text between the quotes of a string token. */
export const unquoted = ({ text }: Token): string =>
  text.slice(1, text.length > 1 && text.endsWith(text.charAt(0)) ? -1 : undefined)

const NAMES_TEMPLATES = ['include', 'import', 'extends', 'from']

/** Whether a string in this tag names another template. */
export const namesTemplate = ({ isBlock, tokens }: Tag): boolean =>
  isBlock && NAMES_TEMPLATES.includes(tokens[0]?.text ?? '')
