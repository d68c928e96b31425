import { place, type TemplateError } from '../errors.ts'
import type { OutputPart, Stmt, TemplateNode } from './ast.ts'
import { type Cursor, type Extension, expectEnd, nested, skip, take } from './cursor.ts'
import { parseTuple } from './expressions.ts'
import { parseStatement, raiseUnknownTag } from './statements.ts'
import type { Token } from './tokens.ts'

/** What the parser needs to know of the environment. */
interface ParseRules {
  readonly extensions: readonly Extension[]
  readonly maxNesting: number
}

/** Reads the tokens of a template into its tree; throws a placed syntax error. */
export const parse = (
  text: string,
  tokens: readonly Token[],
  { extensions, maxNesting }: ParseRules,
  templateName: string | null,
): TemplateNode => {
  const current = tokens[0] as Token
  const cursor: Cursor = { tokens, extensions, maxNesting, open: [], current, index: 0, depth: 0 }
  try {
    return { body: body(cursor, null), words: wordsOf(tokens) }
  } catch (error) {
    throw place(error as TemplateError, 'compile', templateName, text, cursor.current.at)
  }
}

const wordsOf = (tokens: readonly Token[]): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const { type, text } of tokens) if (type === 'name') words.add(text)
  return words
}

/** Statements up to one of the end words, which stays the current token; up to the end of the text for null. */
const body = (cursor: Cursor, endWords: readonly string[] | null): Stmt[] =>
  nested(cursor, () => {
    if (endWords === null) return statements(cursor, [])
    cursor.open.push(endWords)
    const found = statements(cursor, endWords)
    cursor.open.pop()
    return found
  })

/** The rest of a tag and then its body; with `dropEnd`, the end word is consumed too. */
export const block = (cursor: Cursor, endWords: readonly string[], dropEnd: boolean): Stmt[] => {
  skip(cursor, ':')
  expectEnd(cursor, 'block_end')
  const found = body(cursor, endWords)
  if (cursor.current.type === 'eof') {
    cursor.open.push(endWords)
    raiseUnknownTag(cursor)
  }
  if (dropEnd) take(cursor)
  return found
}

const statements = (cursor: Cursor, endWords: readonly string[]): Stmt[] => {
  const found: Stmt[] = []
  let parts: OutputPart[] = []
  const flush = (): void => {
    if (parts[0]) found.push({ kind: 'output', parts, at: parts[0].at })
    parts = []
  }
  while (cursor.current.type !== 'eof') {
    const { type, text, at } = take(cursor)
    if (type === 'data') parts.push({ kind: 'data', text, at })
    else if (type === 'variable_begin') {
      parts.push(parseTuple(cursor))
      expectEnd(cursor, 'variable_end')
    } else {
      flush()
      if (cursor.current.type === 'name' && endWords.includes(cursor.current.text)) return found
      found.push(parseStatement(cursor))
      expectEnd(cursor, 'block_end')
    }
  }
  flush()
  return found
}
