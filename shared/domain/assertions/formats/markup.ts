import { type Evaluate, type Finding, verdictOf } from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import { readDocument, readElement, type XmlElement, type XmlReading } from './xml.ts'

type XmlAssertion = Extract<LeafAssertion, { type: 'is-xml' | 'contains-xml' }>
type HtmlAssertion = Extract<LeafAssertion, { type: 'is-html' | 'contains-html' }>

/** `is-xml`: the whole output is one well-formed document and has every required element. */
export function isXml({ value = [] }: XmlAssertion): Evaluate {
  return ({ output }) => judge(output, readDocument(output), value)
}

/** `contains-xml`: some element in the output is well-formed and has every required element. */
export function containsXml({ value = [] }: XmlAssertion): Evaluate {
  return ({ output }) => {
    let last: Finding = verdictOf(false, 'The output contains no XML element.')
    // A text full of "<" must not be read to its end from each of them.
    let attempts = 0
    for (let at = output.indexOf('<'); at !== -1 && attempts < 100; attempts += 1) {
      const reading = /^<[\p{L}_]/u.test(output.slice(at, at + 3)) ? readElement(output, at) : null
      if (reading) last = judge(output, reading, value)
      if (last.kind === 'found' && last.isMet) return last
      at = output.indexOf('<', reading?.kind === 'document' ? reading.end : at + 1)
    }
    return last
  }
}

function judge(output: string, reading: XmlReading, required: readonly string[]): Finding {
  if (reading.kind === 'broken') {
    const line = output.slice(0, reading.at).split('\n').length
    return verdictOf(false, `The output is not well-formed XML: ${reading.reason} (line ${line}).`)
  }
  const missing = required.filter((path) => !hasPath(reading.root, path.split('.')))
  if (missing.length === 0) return verdictOf(true, 'The output is well-formed XML.')
  return verdictOf(false, `The XML lacks ${missing.map((path) => `"${path}"`).join(', ')}.`)
}

/** `root.child.leaf`: the path begins with the root, as in promptfoo. */
function hasPath(element: XmlElement, [first, ...rest]: readonly string[]): boolean {
  if (element.name !== first) return false
  return rest.length === 0 || element.children.some((child) => hasPath(child, rest))
}

/** Elements of HTML (living standard); a made-up tag such as <thinking> is no HTML. */
const elements =
  'a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|blockquote|body|br|button|canvas|caption|' +
  'cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|' +
  'figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins|kbd|label|' +
  'legend|li|link|main|map|mark|menu|meta|meter|nav|noscript|object|ol|optgroup|option|output|p|' +
  'picture|pre|progress|q|rp|rt|ruby|s|samp|script|search|section|select|slot|small|source|span|' +
  'strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|' +
  'track|u|ul|var|video|wbr'
const voidElements = 'area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr'
/** An element with its end tag somewhere, or one that has none. */
const tag = new RegExp(`<(${elements})(?=[\\s/>])[^<>]*>`, 'gi')
const isVoid = new RegExp(`^(?:${voidElements})$`, 'i')
const doctype = /<!doctype\s+html/i

/** `is-html` and `contains-html`: markup of real HTML elements, alone or among other text. */
export function html({ type }: HtmlAssertion): Evaluate {
  return ({ output }) => {
    const text = output.trim()
    const hasMarkup = doctype.test(text) || hasElement(text)
    const isAlone = text.startsWith('<') && text.endsWith('>')
    if (type === 'contains-html') {
      return verdictOf(hasMarkup, `The output contains ${hasMarkup ? '' : 'no '}HTML.`)
    }
    const isMet = hasMarkup && isAlone
    const why = hasMarkup ? ': there is text around the markup' : ''
    return verdictOf(isMet, isMet ? 'The output is HTML.' : `The output is not HTML${why}.`)
  }
}

function hasElement(text: string): boolean {
  const lower = text.toLowerCase()
  for (const [, name = ''] of text.matchAll(tag)) {
    if (isVoid.test(name) || lower.includes(`</${name.toLowerCase()}`)) return true
  }
  return false
}
