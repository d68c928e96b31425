import { textArgument } from '../methods/text.ts'
import { escapeText, escapeValue } from '../runtime/escape.ts'
import { checkText, countSteps, type Runtime } from '../runtime/frame.ts'
import { ordered } from '../values/compare.ts'
import { asIndex } from '../values/numbers.ts'
import { codePoints, lengthOf } from '../values/text.ts'
import { truthy } from '../values/truth.ts'
import { Markup, type Value } from '../values/types.ts'
import { plainText, raiseArgumentError } from './shared.ts'

/** The arguments of urlize, unchecked. */
export interface LinkRules {
  readonly limit: Value
  readonly isNofollow: boolean
  readonly target: Value
  readonly rel: Value
  readonly schemes: readonly Value[] | null
}

/** Longer words are never addresses; the bound keeps the patterns below from costing much. */
const MAX_WORD = 2048

/** Turns addresses in a text into links. */
export const urlize = (rt: Runtime, value: Value, rules: LinkRules): Value => {
  const words = escapeValue(rt, value).split(/(\s+)/)
  countSteps(rt, words.length)
  const schemes = (rules.schemes ?? []).map(schemeText)
  const attributes = linkAttributes(rt, rules)
  let out = ''
  for (const word of words) {
    out += word.length > MAX_WORD ? word : linkWord(word, attributes, schemes, rules.limit)
    checkText(rt, out.length)
  }
  return rt.autoescape ? new Markup(out) : out
}

const schemeText = (scheme: Value): string => {
  const text = textArgument(scheme)
  if (/^[\w.+-]{2,}:\/{0,2}$/.test(text)) return text
  raiseArgumentError(`'${text}' is not a valid URI scheme prefix.`)
}

/** `noopener` is always there: the page linked to must not reach back. */
const linkAttributes = (rt: Runtime, { rel, isNofollow, target }: LinkRules): string => {
  const parts = new Set(truthy(rel) ? plainText(rt, rel).split(/\s+/).filter(Boolean) : [])
  if (isNofollow) parts.add('nofollow')
  parts.add('noopener')
  const relation = ` rel="${escapeText([...parts].sort().join(' '))}"`
  return relation + (truthy(target) ? ` target="${escapeValue(rt, target)}"` : '')
}

/** The shown text of a link; the limit is looked at only where there is a link. */
const shortened = (text: string, limit: Value): string =>
  limit !== null && ordered('>', lengthOf(text), limit)
    ? `${codePoints(text).slice(0, asIndex(limit)).join('')}...`
    : text

interface Word {
  readonly head: string
  readonly middle: string
  readonly tail: string
}

const OPENERS = ['&lt;', '(', '<']
const CLOSERS = ['&gt;', ')', '>', '.', ',', '\n']

/** Takes brackets and punctuation off both ends of a word. */
const splitWord = (word: string): Word => {
  let start = 0
  const opener = (): string | undefined => OPENERS.find((text) => word.startsWith(text, start))
  for (let sign = opener(); sign; sign = opener()) start += sign.length
  let end = word.length
  const closer = (): string | undefined =>
    CLOSERS.find((text) => end - text.length >= start && word.slice(start, end).endsWith(text))
  for (let sign = closer(); sign; sign = closer()) end -= sign.length
  return { head: word.slice(0, start), middle: word.slice(start, end), tail: word.slice(end) }
}

const PAIRS = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;'],
] as const

const count = (text: string, part: string): number => text.split(part).length - 1

/** Gives back closing brackets that belong to the address. */
const balance = ({ head, middle, tail }: Word): Word => {
  let address = middle
  let rest = tail
  for (const [open, close] of PAIRS) {
    const opened = count(address, open)
    if (opened <= count(address, close)) continue
    const moves = Math.min(opened, count(rest, close))
    for (let i = 0; i < moves; i++) {
      const end = rest.indexOf(close) + close.length
      address += rest.slice(0, end)
      rest = rest.slice(end)
    }
  }
  return { head, middle: address, tail: rest }
}

/** Brackets around an address are text, brackets inside it are its own. */
const linkWord = (
  word: string,
  attributes: string,
  schemes: readonly string[],
  limit: Value,
): string => {
  const { head, middle, tail } = balance(splitWord(word))
  return head + linkAddress(middle, attributes, schemes, limit) + tail
}

/** Web addresses first, then mail, then the schemes that the template adds. */
const linkAddress = (
  text: string,
  attributes: string,
  schemes: readonly string[],
  limit: Value,
): string => {
  if (isWebAddress(text)) {
    const hasScheme = /^https?:\/\//.test(text)
    return `<a href="${hasScheme ? '' : 'https://'}${text}"${attributes}>${shortened(text, limit)}</a>`
  }
  if (text.startsWith('mailto:') && isMailAddress(text.slice(7))) {
    return `<a href="${text}">${text.slice(7)}</a>`
  }
  if (!/^www\.|:/.test(text) && isMailAddress(text)) {
    return `<a href="mailto:${text}">${text}</a>`
  }
  const scheme = schemes.find((prefix) => text !== prefix && text.startsWith(prefix))
  return !scheme ? text : `<a href="${text}"${attributes}>${text}</a>`
}

const HTTP = /^https?:/i
const HOST_END = /^(?::\d{1,5})?(?:[/?#]\S*)?$/
const LABEL = /^[\p{L}\p{N}_%-]+$/u
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})$/iu
const BASIC_TOP_LEVEL = /^(?:com|net|int|edu|gov|org|info|mil)$/i

/** Whether a word is an address as Jinja2's pattern has it; the host is checked label by label. */
const isWebAddress = (text: string): boolean => {
  const scheme = /^(?:https?:\/\/|www\.)/i.exec(text)?.[0] ?? ''
  const rest = text.slice(scheme.length)
  const hostLength = rest.search(/[/?#:]|$/)
  if (!HOST_END.test(rest.slice(hostLength))) return isBracketedHost(scheme, rest)
  const labels = rest.slice(0, hostLength).split('.')
  const top = labels.at(-1) ?? ''
  const names = labels.slice(0, -1)
  if (!names.every((label) => LABEL.test(label))) return false
  if (scheme !== '' && TOP_LEVEL.test(top)) return true
  const isNumeric = labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label))
  if (isNumeric && HTTP.test(scheme)) return true
  const isBasic = names.length > 0 && BASIC_TOP_LEVEL.test(top)
  return isBasic && names.every((label) => label.length >= 2 && label.length <= 63)
}

/** `http://[…]`, an IPv6 address. */
const isBracketedHost = (scheme: string, rest: string): boolean => {
  if (!HTTP.test(scheme)) return false
  const host = /^\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\]/i.exec(rest.slice(0, 64))?.[0]
  return host !== undefined && HOST_END.test(rest.slice(host.length))
}

/** Label by label, so that no pattern can backtrack. */
const isMailAddress = (text: string): boolean => {
  const at = text.lastIndexOf('@')
  const labels = text.slice(at + 1).split('.')
  const top = labels.pop() ?? ''
  return (
    at > 0 &&
    /^[\p{L}\p{N}_]/u.test(labels[0] ?? '') &&
    /^[\p{L}\p{N}_]+$/u.test(top) &&
    labels.every((label) => /^[\p{L}\p{N}_-]*$/u.test(label))
  )
}
