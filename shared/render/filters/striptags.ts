import { splitSpaces } from '../values/text.ts'
import { unescapeHtml } from './entities.ts'

/** Removes comments and tags, joins white space, and turns entities into characters (MarkupSafe's striptags). */
export const stripTags = (text: string): string => {
  const withoutComments = removeSpans(text, '<!--', '-->')
  return unescapeHtml(splitSpaces(removeSpans(withoutComments, '<', '>')).join(' '))
}

/** Cuts out everything from each `start` to the next `end`; linear in the length of the text. */
const removeSpans = (text: string, start: string, end: string): string => {
  let out = ''
  let at = 0
  for (;;) {
    const open = text.indexOf(start, at)
    const close = open < 0 ? -1 : text.indexOf(end, open + start.length)
    if (close < 0) return out + text.slice(at)
    out += text.slice(at, open)
    at = close + end.length
  }
}
