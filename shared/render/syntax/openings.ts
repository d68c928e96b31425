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

interface Candidate {
  readonly kind: 'block' | 'variable' | 'comment'
  readonly text: string
  /** Next place of the delimiter at or after the last position asked for; -1 if there is none. */
  next: number
}

/** Finds openings from left to right in linear time: each delimiter's next place is searched once. */
export class OpeningFinder {
  readonly #text: string
  readonly #delimiters: Delimiters
  readonly #candidates: Candidate[]

  constructor(text: string, delimiters: Delimiters) {
    this.#text = text
    this.#delimiters = delimiters
    const all: Candidate[] = [
      { kind: 'variable', text: delimiters.variableStart, next: -2 },
      { kind: 'comment', text: delimiters.commentStart, next: -2 },
      { kind: 'block', text: delimiters.blockStart, next: -2 },
    ]
    // Of two delimiters at one place the longer wins, as in `<%#` and `<%`.
    this.#candidates = all.sort((a, b) => b.text.length - a.text.length)
  }

  next(from: number): Opening | undefined {
    let best: Candidate | undefined
    for (const candidate of this.#candidates) {
      if (candidate.next !== -1 && candidate.next < from) {
        candidate.next = this.#text.indexOf(candidate.text, from)
      }
      if (candidate.next >= 0 && (best === undefined || candidate.next < best.next))
        best = candidate
    }
    const line = this.#nextLineOpening(from, best === undefined ? this.#text.length : best.next)
    if (line !== undefined) return line
    return best === undefined ? undefined : this.#open(best)
  }

  #open(candidate: Candidate): Opening {
    const start = candidate.next
    const { sign, end } = this.#sign(start + candidate.text.length)
    if (candidate.kind === 'block') {
      const raw = this.#rawEnd(end)
      if (raw >= 0) return { kind: 'raw', start, end: raw, sign }
    }
    return { kind: candidate.kind, start, end, sign }
  }

  #sign(at: number): { sign: '' | '-' | '+'; end: number } {
    const char = this.#text.charAt(at)
    return char === '-' || char === '+' ? { sign: char, end: at + 1 } : { sign: '', end: at }
  }

  /** Offset behind a whole `{% raw %}` tag whose sign ends at `at`; -1 if the tag is another one. */
  #rawEnd(at: number): number {
    const word = this.#skipSpace(at)
    if (!this.#text.startsWith('raw', word)) return -1
    const end = this.#skipSpace(word + 3)
    const { blockEnd } = this.#delimiters
    if (this.#text.startsWith(`-${blockEnd}`, end))
      return this.#skipSpace(end + 1 + blockEnd.length)
    return this.#text.startsWith(blockEnd, end) ? end + blockEnd.length : -1
  }

  /** The next block opening followed by `word`, its `end` behind the word. */
  findNamed(word: string, from: number): Opening | undefined {
    const { blockStart } = this.#delimiters
    for (
      let start = this.#text.indexOf(blockStart, from);
      start >= 0;
      start = this.#text.indexOf(blockStart, start + 1)
    ) {
      const { sign, end } = this.#sign(start + blockStart.length)
      const at = this.#skipSpace(end)
      if (this.#text.startsWith(word, at))
        return { kind: 'block', start, end: at + word.length, sign }
    }
    return undefined
  }

  #skipSpace(at: number): number {
    let end = at
    while (end < this.#text.length && isSpace(this.#text.charCodeAt(end))) end++
    return end
  }

  /** Line statements and line comments, where the environment has a prefix for them. */
  #nextLineOpening(from: number, limit: number): Opening | undefined {
    const { lineStatementPrefix, lineCommentPrefix } = this.#delimiters
    const statement = lineStatementPrefix
      ? this.#lineStatement(lineStatementPrefix, from, limit)
      : undefined
    const comment = lineCommentPrefix
      ? this.#lineComment(lineCommentPrefix, from, limit)
      : undefined
    if (statement === undefined || comment === undefined) return statement ?? comment
    if (statement.start !== comment.start)
      return statement.start < comment.start ? statement : comment
    const prefixLength = (lineStatementPrefix ?? '').length
    return prefixLength > (lineCommentPrefix ?? '').length ? statement : comment
  }

  #lineStatement(prefix: string, from: number, limit: number): Opening | undefined {
    for (
      let at = this.#text.indexOf(prefix, from);
      at >= 0;
      at = this.#text.indexOf(prefix, at + 1)
    ) {
      let start = at
      while (start > from && ' \t\v'.includes(this.#text.charAt(start - 1))) start--
      if (start > limit) return undefined
      if (start !== 0 && this.#text.charAt(start - 1) !== '\n') continue
      const { sign, end } = this.#sign(at + prefix.length)
      return { kind: 'linestatement', start, end, sign }
    }
    return undefined
  }

  #lineComment(prefix: string, from: number, limit: number): Opening | undefined {
    const at = this.#text.indexOf(prefix, from)
    if (at < 0) return undefined
    let start = at
    while (
      start > from &&
      isSpace(this.#text.charCodeAt(start - 1)) &&
      this.#text.charAt(start - 1) !== '\n'
    )
      start--
    if (start > limit) return undefined
    return { kind: 'linecomment', start, end: at + prefix.length, sign: '' }
  }

  /** Offset behind the white space that ends a line statement at `at`, up to its last newline; else -1. */
  lineStatementEnd(at: number): number {
    const end = this.#skipSpace(at)
    if (end === this.#text.length) return end
    const newline = this.#text.lastIndexOf('\n', end - 1)
    return newline >= at ? newline + 1 : -1
  }
}
