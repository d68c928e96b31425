import { isSpace } from '../values/text.ts'

const every =
  (pattern: RegExp) =>
  (text: string): boolean =>
    text !== '' && pattern.test(text)

/** Upper and lower letters follow the rule of their kind, and there is at least one. */
const hasCase = (text: string, wrong: RegExp): boolean =>
  /\p{Cased}/u.test(text) && !wrong.test(text)

/** Upper-case letters only behind what has no case, lower-case ones only behind letters. */
const isTitle = (text: string): boolean => {
  let isInside = false
  let isAny = false
  for (const char of text) {
    if (/[\p{Uppercase}\p{Lt}]/u.test(char)) {
      if (isInside) return false
      isInside = true
      isAny = true
    } else if (/\p{Lowercase}/u.test(char)) {
      if (!isInside) return false
    } else isInside = false
  }
  return isAny
}

const isAllSpace = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false
  return text !== ''
}

/** The `is…` methods of str; each pattern is a single character class, so none can backtrack. */
export const predicates: readonly (readonly [string, (text: string) => boolean])[] = [
  ['isalpha', every(/^\p{L}+$/u)],
  ['isalnum', every(/^[\p{L}\p{N}]+$/u)],
  ['isdigit', every(/^[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]+$/u)],
  ['isdecimal', every(/^\p{Nd}+$/u)],
  ['isnumeric', every(/^\p{N}+$/u)],
  ['isascii', (text) => !/[^\0-\x7f]/.test(text)],
  ['isidentifier', every(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u)],
  ['isprintable', (text) => !/[\p{C}\p{Z}]/u.test(text.replaceAll(' ', ''))],
  ['isspace', isAllSpace],
  ['isupper', (text) => hasCase(text, /[\p{Lowercase}\p{Lt}]/u)],
  ['islower', (text) => hasCase(text, /[\p{Uppercase}\p{Lt}]/u)],
  ['istitle', isTitle],
]
