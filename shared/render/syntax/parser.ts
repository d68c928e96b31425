import { place, type TemplateError } from '../errors.ts'
import type { Expr, OutputPart, Stmt, TemplateNode } from './ast.ts'
import { Cursor } from './cursor.ts'
import { parseTuple } from './expressions.ts'
import { parseStatement, unknownTag } from './statements.ts'
import type { Token } from './tokens.ts'

/** Tags beyond Jinja2's core that an environment may switch on. */
export type Extension = 'loopcontrols' | 'do'

/** What the parser needs to know of the environment. */
export interface ParseRules {
  readonly extensions: readonly Extension[]
  readonly maxNesting: number
}

/** Reads the tokens of a template into its tree; throws a placed syntax error. */
export const parse = (
  text: string,
  tokens: readonly Token[],
  rules: ParseRules,
  templateName: string | null,
): TemplateNode => {
  const parser = new TemplateParser(new Cursor(tokens, rules.maxNesting), rules.extensions)
  try {
    return { body: parser.body(null), words: wordsOf(tokens) }
  } catch (error) {
    throw place(error as TemplateError, 'compile', templateName, text, parser.cursor.current.at)
  }
}

const wordsOf = (tokens: readonly Token[]): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const { type, text } of tokens) if (type === 'name') words.add(text)
  return words
}

/** The parts that need both statements and text between them. */
export class TemplateParser {
  readonly cursor: Cursor
  readonly extensions: readonly Extension[]
  /** End tags that the open statements wait for, innermost last; for error messages only. */
  readonly #open: (readonly string[])[] = []

  constructor(cursor: Cursor, extensions: readonly Extension[]) {
    this.cursor = cursor
    this.extensions = extensions
  }

  /** Statements up to one of the end words, which stays the current token; up to the end of the text for null. */
  body(endWords: readonly string[] | null): Stmt[] {
    return this.cursor.nested(() => {
      if (endWords !== null) this.#open.push(endWords)
      const body = this.#statements(endWords)
      if (endWords !== null) this.#open.pop()
      return body
    })
  }

  /** The rest of a tag and then its body; with `dropEnd`, the end word is consumed too. */
  block(endWords: readonly string[], dropEnd: boolean): Stmt[] {
    this.cursor.skip(':')
    this.cursor.expectEnd('block_end')
    const body = this.body(endWords)
    if (this.cursor.current.type === 'eof')
      throw unknownTag(this.cursor, this.#open.concat([endWords]))
    if (dropEnd) this.cursor.take()
    return body
  }

  #statements(endWords: readonly string[] | null): Stmt[] {
    const { cursor } = this
    const body: Stmt[] = []
    let parts: OutputPart[] = []
    const flush = (): void => {
      if (parts[0]) body.push({ kind: 'output', parts, at: parts[0].at })
      parts = []
    }
    for (;;) {
      const token = cursor.current
      if (token.type === 'eof') break
      cursor.take()
      if (token.type === 'data') parts.push({ kind: 'data', text: token.text, at: token.at })
      else if (token.type === 'variable_begin') parts.push(this.#variable())
      else {
        flush()
        const { type, text } = cursor.current
        if (endWords !== null && type === 'name' && endWords.includes(text)) return body
        body.push(...this.#statement())
      }
    }
    flush()
    return body
  }

  #variable(): Expr {
    const expression = parseTuple(this.cursor)
    this.cursor.expectEnd('variable_end')
    return expression
  }

  #statement(): Stmt[] {
    const parsed = parseStatement(this, this.#open)
    this.cursor.expectEnd('block_end')
    return [parsed]
  }
}
