/** White space inside tags makes no tokens. */
export type TokenType =
  | 'data'
  | 'block_begin'
  | 'block_end'
  | 'variable_begin'
  | 'variable_end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'eof'

/** One token. `text` is the name, operator or source text; of strings and data, the decoded value. */
export interface Token {
  readonly type: TokenType
  readonly text: string
  /** Offset in the template's text. */
  readonly at: number
}

/** Where tags begin and end; Jinja2's environment options of the same names. */
export interface Delimiters {
  readonly blockStart: string
  readonly blockEnd: string
  readonly variableStart: string
  readonly variableEnd: string
  readonly commentStart: string
  readonly commentEnd: string
  readonly lineStatementPrefix: string | null
  readonly lineCommentPrefix: string | null
}

/** Jinja2's defaults; line statements and line comments are off. */
export const DEFAULT_DELIMITERS: Delimiters = {
  blockStart: '{%',
  blockEnd: '%}',
  variableStart: '{{',
  variableEnd: '}}',
  commentStart: '{#',
  commentEnd: '#}',
  lineStatementPrefix: null,
  lineCommentPrefix: null,
}

/** How white space around tags is treated. */
export interface Whitespace {
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
  readonly keepTrailingNewline: boolean
  readonly newlineSequence: '\n' | '\r\n' | '\r'
}

/** How a token reads in an error message. */
export const describe = (token: Token): string => {
  switch (token.type) {
    case 'eof':
      return 'the end of the template'
    case 'block_end':
    case 'variable_end':
      return 'the end of the tag'
    case 'string':
      return 'a string'
    default:
      return `\`${token.text}\``
  }
}
