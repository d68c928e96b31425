import { AssertionRefused } from '../refused.ts'

/** JavaScript's idea of white space; RE2's `\s` knows only the ASCII part of it. */
const space =
  '\\t\\n\\x{b}\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}'
/** Its complement, spelt out because RE2 has no class inside a class that negates. */
const notSpace =
  '\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}' +
  '\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}'

/** Escapes that mean the same in both languages. */
const shared = new Set([...'dDwWtnrf'])
const metacharacters = new Set([...'\\^$.|?*+()[]{}-/'])

const literal = (character: string) =>
  metacharacters.has(character) ? `\\${character}` : character

/** A piece of translated pattern and how many characters of the original it stands for. */
type Piece = [text: string, length: number]

interface Options {
  isUnicode: boolean
  isInClass: boolean
}

/** `\p{L}` and `\u{1F600}` mean something under the flag u only; RE2 names scripts without a prefix. */
function translateUnicode(pattern: string, at: number): Piece | null {
  const found =
    /^\\(?:([pP])\{(?:Script=|sc=|General_Category=|gc=)?(\w+)\}|u\{([\da-fA-F]+)\})/.exec(
      pattern.slice(at, at + 60),
    )
  if (!found) return null
  const [whole, property, name, code] = found
  return [code ? `\\x{${code}}` : `\\${property}{${name}}`, whole.length]
}

/** One escape sequence, the backslash included. */
function translateEscape(pattern: string, at: number, { isInClass, isUnicode }: Options): Piece {
  const unicode = isUnicode ? translateUnicode(pattern, at) : null
  if (unicode) return unicode
  const next = pattern[at + 1] ?? ''
  if (shared.has(next)) return [`\\${next}`, 2]
  if (next === 's') return [isInClass ? space : `[${space}]`, 2]
  if (next === 'S') return [isInClass ? notSpace : `[${notSpace}]`, 2]
  if (next === 'v') return ['\\x{b}', 2]
  if (next === 'b') return [isInClass ? '\\x{8}' : '\\b', 2]
  if (next === 'B' && !isInClass) return ['\\B', 2]
  const code = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(pattern.slice(at + 1, at + 6))
  if (code) return [`\\x{${code[1] ?? code[2]}}`, code[0].length + 1]
  const control = /^c[A-Za-z]/.exec(pattern.slice(at + 1, at + 3))
  if (control) return [`\\x{${((control[0].codePointAt(1) ?? 0) % 32).toString(16)}}`, 3]
  if (next === '0' && !/\d/.test(pattern[at + 2] ?? '')) return ['\\x{0}', 2]
  if (/[0-9]/.test(next) || (next === 'k' && pattern.includes('(?<'))) {
    throw new AssertionRefused('it refers back to a group, which cannot be matched in linear time')
  }
  // Without the u flag every other escape stands for the character itself: \p is "p".
  return [literal(next), 2]
}

function translateClass(pattern: string, at: number, isUnicode: boolean): Piece {
  const isNegated = pattern[at + 1] === '^'
  let index = at + (isNegated ? 2 : 1)
  let inside = ''
  while (pattern[index] !== ']') {
    const character = pattern[index] ?? ''
    if (character === '\\') {
      const [text, length] = translateEscape(pattern, index, { isInClass: true, isUnicode })
      inside += text
      index += length
    } else {
      inside += character === '[' || character === '^' ? `\\${character}` : character
      index += 1
    }
  }
  const length = index + 1 - at
  // JavaScript's [] matches nothing and [^] everything; RE2 has neither spelling.
  if (inside === '') return [isNegated ? '[\\x{0}-\\x{10ffff}]' : '[^\\x{0}-\\x{10ffff}]', length]
  return [`[${isNegated ? '^' : ''}${inside}]`, length]
}

/**
 * A valid JavaScript pattern in RE2's spelling, without flags or with the flag u.
 * @throws AssertionRefused for look-around and back-references, which RE2 cannot do.
 */
export function toRe2(pattern: string, isUnicode: boolean): string {
  let result = ''
  let index = 0
  while (index < pattern.length) {
    const character = pattern[index] ?? ''
    let piece: Piece = [character, 1]
    if (character === '\\') piece = translateEscape(pattern, index, { isInClass: false, isUnicode })
    else if (character === '[') piece = translateClass(pattern, index, isUnicode)
    else if (character === '.') piece = ['[^\\n\\r\\x{2028}\\x{2029}]', 1]
    else if (/^\(\?<?[=!]/.test(pattern.slice(index, index + 4))) {
      throw new AssertionRefused('it looks ahead or behind, which cannot be matched in linear time')
    }
    result += piece[0]
    index += piece[1]
  }
  return result
}
