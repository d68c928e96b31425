import type { FoldedText } from '../text/fold.ts'
import { unleet } from '../toxicity/words.ts'

/** A word as the classifier reads it. Offsets are those of the folded text. */
export interface Token {
  /** Lower case, digits as 0, look-alike letters of other alphabets replaced. */
  word: string
  /** With figures read as letters where the word mixes both: `1gn0re` → `ignore`. */
  reading: string
  start: number
  end: number
}

const latinLookAlikes: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  ɡ: 'g',
  ӏ: 'l',
  ո: 'n',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
  ł: 'l',
}
const lookAlike = /[авсенікморѕтухјԁԛԝɡӏոαβεηικνορτυχı]/g

/** Letters of other alphabets inside a Latin word are a disguise; a word of them alone is a language. */
function undisguise(word: string): string {
  if (!/[a-z]/.test(word)) return word
  return word.replace(lookAlike, (char) => latinLookAlikes[char] ?? char)
}

const wordForm = /[\p{L}\p{N}\p{M}@$_][\p{L}\p{N}\p{M}@$_']*/gu
/** The word of plain ASCII text, found without the Unicode tables. */
const asciiForm = /[A-Za-z0-9@$_][A-Za-z0-9@$_']*/g
const mostCharacters = 40

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII
const nonAscii = /[^\x00-\x7f]/

function tokenOf(raw: string, start: number): Token {
  const isAscii = !nonAscii.test(raw)
  const lower =
    raw.length > mostCharacters ? raw.slice(0, mostCharacters).toLowerCase() : raw.toLowerCase()
  const plain = isAscii ? lower : undisguise(lower)
  const hasDigit = /[0-9@$]/.test(plain)
  const word = hasDigit ? plain.replace(/[0-9]/g, '0') : plain
  const reading = hasDigit && /\p{L}/u.test(plain) ? unleet(plain) : word
  return { word, reading, start, end: start + raw.length }
}

/** `i g n o r e` → `ignore`: four or more single letters in a row are read as one word. */
function joinSpelled(tokens: Token[], text: string): Token[] {
  const out: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    let last = at
    while (isLetter(tokens[last]) && isNear(tokens[last], tokens[last + 1], text)) last += 1
    const first = tokens[at]
    const end = tokens[last]
    if (first === undefined || end === undefined) break
    if (last - at >= 3) {
      const word = tokens
        .slice(at, last + 1)
        .map((token) => token.reading)
        .join('')
      out.push({ word, reading: word, start: first.start, end: end.end })
    } else out.push(...tokens.slice(at, last + 1))
    at = last + 1
  }
  return out
}

const isLetter = (token: Token | undefined): boolean =>
  token !== undefined && token.word.length === 1

/** One separator apart: two blanks between spelled words part them. */
const isNear = (token: Token | undefined, next: Token | undefined, text: string): boolean =>
  token !== undefined &&
  isLetter(next) &&
  next !== undefined &&
  next.start - token.end === 1 &&
  text.charAt(token.end) !== '\n'

/** The words of a folded text, in order. */
export function tokenize(folded: FoldedText): Token[] {
  const { text } = folded
  const tokens: Token[] = []
  let letters = 0
  for (const match of text.matchAll(nonAscii.test(text) ? wordForm : asciiForm)) {
    const token = tokenOf(match[0], match.index)
    if (token.word.length === 1) letters += 1
    tokens.push(token)
  }
  return letters >= 4 ? joinSpelled(tokens, text) : tokens
}
