/** One record of delimited text: its cells, and where the next begins. */
interface Record {
  cells: string[]
  next: number
  /** Why the cell after the last of `cells` cannot be read; null where all can. */
  problem: string | null
}

const neverClosed = 'A quote is opened here and never closed.'
const textBehind =
  'Text follows a closing quote; a quote inside a quoted cell is written twice ("").'

/**
 * Reads the record that begins at `from`, by RFC 4180: a quote is one only at the beginning of a cell,
 * anywhere else it is text. Lines end in CRLF, LF or CR. Null where `text` ends before the record
 * does and more may come.
 */
export function readRecord(
  text: string,
  from: number,
  delimiter: string,
  isEnd: boolean,
): Record | null {
  const cells: string[] = []
  let at = from
  for (;;) {
    const isQuoted = text[at] === '"'
    const end = isQuoted ? endOfQuoted(text, at, isEnd) : endOfPlain(text, at, delimiter)
    if (end === -1) return isEnd ? { cells, next: text.length, problem: neverClosed } : null
    const behind = isQuoted ? skipSpaces(text, end + 1, delimiter) : end
    if (behind >= text.length && !isEnd) return null
    const mark = text[behind]
    const isLast = mark === undefined || mark === '\n' || mark === '\r'
    if (!isLast && mark !== delimiter) return { cells, next: text.length, problem: textBehind }
    cells.push(isQuoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end))
    if (!isLast) {
      at = behind + 1
      continue
    }
    const isPair = mark === '\r' && text[behind + 1] === '\n'
    if (mark === '\r' && behind + 1 >= text.length && !isEnd) return null
    return { cells, next: behind + (isPair ? 2 : 1), problem: null }
  }
}

/** Where the closing quote stands; -1 where there is none, or where it may be half of a pair. */
function endOfQuoted(text: string, opening: number, isEnd: boolean): number {
  let at = text.indexOf('"', opening + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at === text.length - 1 && !isEnd ? -1 : at
}

/** Where a cell without quotes ends. */
function endOfPlain(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === delimiter || character === '\n' || character === '\r') return at
  }
  return text.length
}

function skipSpaces(text: string, from: number, delimiter: string): number {
  let at = from
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++
  return at
}
