import { findJsonError } from '#shared/domain/json/error.ts'
import { addRow } from './json.ts'
import { parseKeepingNumbers } from './json-text.ts'
import { longestRow, type RowParser, type RowSink, tooLong, UnreadableFile } from './parsed.ts'

const notAList =
  'A JSON file of cases holds a list of objects. For one object per line, choose the format JSONL.'
const endsTooEarly = 'The text ends too early: a bracket or quote is not closed.'
const extraComma = 'The list ends in a "," that should not be there.'

/** A list of objects, taken apart item by item; the first object is row 1. */
export class JsonListParser implements RowParser {
  readonly isTable = false
  readonly #sink: RowSink
  #state: 'before' | 'inside' | 'after' = 'before'
  /** What was not taken yet; it begins at this line and character of the file, both from 1. */
  #text = ''
  #line = 1
  #character = 1
  /** How far the item at the beginning of `#text` was looked through, and what was open there. */
  #at = 0
  #depth = 0
  #isQuoted = false
  #row = 0

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  push(text: string): void {
    this.#text += text
    if (this.#state === 'before') this.#begin()
    while (this.#state === 'inside' && this.#nextItem());
    if (this.#state === 'after' && this.#text.trim() !== '') {
      throw this.#wrong(this.#text.search(/\S/), 'Something follows after the end of the value.')
    }
    if (this.#text.length > longestRow) throw tooLong(this.#row + 1, 'is a quote not closed?')
  }

  end(): void {
    if (this.#state === 'after') return
    const error = findJsonError(this.#text)
    throw this.#wrong(error?.index ?? this.#text.length, error?.message ?? endsTooEarly)
  }

  #begin(): void {
    const at = this.#text.search(/\S/)
    if (at === -1) return
    if (this.#text[at] !== '[') {
      if (/[{"\dtfn-]/.test(this.#text[at] ?? '')) throw new UnreadableFile(1, null, notAList)
      throw this.#wrong(at, findJsonError(this.#text)?.message ?? notAList)
    }
    this.#drop(at + 1)
    this.#state = 'inside'
  }

  /** Takes one item off the text; false where its end has not come yet. */
  #nextItem(): boolean {
    const end = this.#endOfItem()
    if (end === -1) return false
    const isLast = this.#text[end] === ']'
    const item = this.#text.slice(0, end)
    if (item.trim() !== '') this.#take(item)
    else if (!isLast || this.#row > 0)
      throw this.#wrong(end, isLast ? extraComma : 'A value is missing here.')
    this.#drop(end + 1)
    if (isLast) this.#state = 'after'
    return true
  }

  #endOfItem(): number {
    const text = this.#text
    for (; this.#at < text.length; this.#at++) {
      const character = text[this.#at]
      if (this.#isQuoted) {
        // The character behind a backslash may only come with the next piece.
        if (character === '\\' && this.#at + 1 >= text.length) return -1
        if (character === '\\') this.#at += 1
        else if (character === '"') this.#isQuoted = false
      } else if (character === '"') this.#isQuoted = true
      else if (character === '{' || character === '[') this.#depth += 1
      else if (this.#depth === 0 && (character === ',' || character === ']')) return this.#at
      else if (character === '}' || character === ']') this.#depth -= 1
    }
    return -1
  }

  #take(item: string): void {
    this.#row += 1
    let value: unknown
    try {
      value = parseKeepingNumbers(item)
    } catch (cause) {
      const error = findJsonError(item)
      throw this.#wrong(error?.index ?? 0, error?.message ?? String(cause))
    }
    addRow(this.#sink, this.#row, value)
  }

  #wrong(index: number, message: string): UnreadableFile {
    const [line, character] = this.#place(index)
    const where = `line ${line}, character ${character}`
    return new UnreadableFile(line, null, `Not JSON at ${where}: ${message}`)
  }

  #place(index: number): [line: number, character: number] {
    const lines = this.#text.slice(0, index).split('\n')
    const last = lines.at(-1)?.length ?? 0
    const isSameLine = lines.length === 1
    return [this.#line + lines.length - 1, (isSameLine ? this.#character : 1) + last]
  }

  #drop(length: number): void {
    ;[this.#line, this.#character] = this.#place(length)
    this.#text = this.#text.slice(length)
    this.#at = 0
    this.#depth = 0
  }
}
