import { isSpace } from '../values/text.ts'
import type { Delimiters } from './tokens.ts'

/** What begins at a delimiter. */
export type OpeningKind = 'block' | 'variable' | 'comment' | 'raw' | 'linestatement' | 'linecomment'

/** The start of a tag: where its delimiter begins, where its inside begins, and the sign between. */
export interface Opening {
  readonly kind: OpeningKind
  readonly start: number
  readonly end: number
  readonly sign: '' | '-' | '+'
}

export interface Candidate {
  readonly kind: 'block' | 'variable' | 'comment'
  readonly text: string
  /** Next place of the delimiter at or after the last position asked for; -1 if there is none. */
  next: number
}

/** A text in which openings are looked for from left to right. */
export interface Openings {
  readonly text: string
  readonly delimiters: Delimiters
  readonly candidates: readonly Candidate[]
}

/** The delimiters to look for, the longest first: it wins where two begin, as in `<%#` and `<%`. */
export const candidatesOf = (delimiters: Delimiters): Candidate[] => {
  const all: Candidate[] = [
    { kind: 'variable', text: delimiters.variableStart, next: -2 },
    { kind: 'comment', text: delimiters.commentStart, next: -2 },
    { kind: 'block', text: delimiters.blockStart, next: -2 },
  ]
  return all.sort((a, b) => b.text.length - a.text.length)
}

/** The next opening, in linear time over all: each delimiter's next place is searched once. */
export const nextOpening = (openings: Openings, from: number): Opening | undefined => {
  let best: Candidate | undefined
  for (const candidate of openings.candidates) {
    if (candidate.next !== -1 && candidate.next < from) {
      candidate.next = openings.text.indexOf(candidate.text, from)
    }
    if (candidate.next >= 0 && (!best || candidate.next < best.next)) best = candidate
  }
  const line = nextLineOpening(openings, from, !best ? openings.text.length : best.next)
  if (line) return line
  return !best ? undefined : open(openings, best)
}

const open = (openings: Openings, candidate: Candidate): Opening => {
  const start = candidate.next
  const { sign, end } = signAt(openings, start + candidate.text.length)
  if (candidate.kind === 'block') {
    const raw = rawEnd(openings, end)
    if (raw >= 0) return { kind: 'raw', start, end: raw, sign }
  }
  return { kind: candidate.kind, start, end, sign }
}

const signAt = (openings: Openings, at: number): { sign: '' | '-' | '+'; end: number } => {
  const char = openings.text.charAt(at)
  return char === '-' || char === '+' ? { sign: char, end: at + 1 } : { sign: '', end: at }
}

/** Offset behind a whole `{% raw %}` tag whose sign ends at `at`; -1 if the tag is another one. */
const rawEnd = (openings: Openings, at: number): number => {
  const word = skipSpace(openings, at)
  if (!openings.text.startsWith('raw', word)) return -1
  const end = skipSpace(openings, word + 3)
  const { blockEnd } = openings.delimiters
  if (openings.text.startsWith(`-${blockEnd}`, end))
    return skipSpace(openings, end + 1 + blockEnd.length)
  return openings.text.startsWith(blockEnd, end) ? end + blockEnd.length : -1
}

/** The next block opening followed by `word`, its `end` behind the word. */
export const findNamed = (openings: Openings, word: string, from: number): Opening | undefined => {
  const { blockStart } = openings.delimiters
  for (
    let start = openings.text.indexOf(blockStart, from);
    start >= 0;
    start = openings.text.indexOf(blockStart, start + 1)
  ) {
    const { sign, end } = signAt(openings, start + blockStart.length)
    const at = skipSpace(openings, end)
    if (openings.text.startsWith(word, at))
      return { kind: 'block', start, end: at + word.length, sign }
  }
  return undefined
}

export const skipSpace = (openings: Openings, at: number): number => {
  let end = at
  while (end < openings.text.length && isSpace(openings.text.charCodeAt(end))) end++
  return end
}

/** Line statements and line comments, where the environment has a prefix for them. */
const nextLineOpening = (openings: Openings, from: number, limit: number): Opening | undefined => {
  const { lineStatementPrefix, lineCommentPrefix } = openings.delimiters
  const statement = lineStatementPrefix
    ? lineStatement(openings, lineStatementPrefix, from, limit)
    : undefined
  const comment = lineCommentPrefix
    ? lineComment(openings, lineCommentPrefix, from, limit)
    : undefined
  if (!statement || !comment) return statement ?? comment
  if (statement.start !== comment.start)
    return statement.start < comment.start ? statement : comment
  const prefixLength = (lineStatementPrefix ?? '').length
  return prefixLength > (lineCommentPrefix ?? '').length ? statement : comment
}

const lineStatement = (
  openings: Openings,
  prefix: string,
  from: number,
  limit: number,
): Opening | undefined => {
  for (
    let at = openings.text.indexOf(prefix, from);
    at >= 0;
    at = openings.text.indexOf(prefix, at + 1)
  ) {
    let start = at
    while (start > from && ' \t\v'.includes(openings.text.charAt(start - 1))) start--
    if (start > limit) return undefined
    if (start !== 0 && openings.text[start - 1] !== '\n') continue
    const { sign, end } = signAt(openings, at + prefix.length)
    return { kind: 'linestatement', start, end, sign }
  }
  return undefined
}

const lineComment = (
  openings: Openings,
  prefix: string,
  from: number,
  limit: number,
): Opening | undefined => {
  const at = openings.text.indexOf(prefix, from)
  if (at < 0) return undefined
  let start = at
  while (
    start > from &&
    isSpace(openings.text.charCodeAt(start - 1)) &&
    openings.text[start - 1] !== '\n'
  )
    start--
  if (start > limit) return undefined
  return { kind: 'linecomment', start, end: at + prefix.length, sign: '' }
}

/** Offset behind the white space that ends a line statement at `at`, up to its last newline; else -1. */
export const lineStatementEnd = (openings: Openings, at: number): number => {
  const end = skipSpace(openings, at)
  if (end === openings.text.length) return end
  const newline = openings.text.lastIndexOf('\n', end - 1)
  return newline >= at ? newline + 1 : -1
}
