/** An element with what a required path can ask for. */
export interface XmlElement {
  name: string
  children: XmlElement[]
}

export type XmlReading =
  | { kind: 'document'; root: XmlElement; end: number }
  | { kind: 'broken'; reason: string; at: number }

const nameStart = String.raw`[\p{L}_:]`
const name = String.raw`${nameStart}[\p{L}\p{M}\p{N}_:.·-]*`
const attribute = String.raw`\s+${name}\s*=\s*(?:"[^<"]*"|'[^<']*')`
const openTag = new RegExp(`<(${name})((?:${attribute})*)\\s*(/?)>`, 'uy')
const closeTag = new RegExp(`</(${name})\\s*>`, 'uy')
/** What may stand between elements: comments, processing instructions, CDATA and the document type. */
const skipped =
  /<!--(?:(?!--)[\s\S])*-->|<\?(?:(?!\?>)[\s\S])*\?>|<!\[CDATA\[(?:(?!\]\]>)[\s\S])*\]\]>|<!DOCTYPE[^<>[]*(?:\[[^\]]*\])?[^<>]*>/y
const entity = /&(?:[a-zA-Z][\w.-]*|#\d+|#x[\da-fA-F]+);/y

/**
 * Reads one XML element with all that is in it, from the `<` at `from`; checks that it is well-formed
 * (XML 1.0: nesting, names, attributes once each, entities), in one pass over the text.
 */
export function readElement(text: string, from: number): XmlReading {
  const stack: XmlElement[] = []
  let at = from
  while (at < text.length) {
    if (text[at] !== '<') {
      at = skipText(text, at)
      if (at < 0) return { kind: 'broken', reason: 'a "&" that begins no entity', at: -at }
      continue
    }
    const length = matchAt(skipped, text, at)?.[0].length
    if (length !== undefined) {
      at += length
      continue
    }
    const closing = matchAt(closeTag, text, at)
    if (closing) {
      const open = stack.pop()
      const [tag, tagName] = closing
      if (!open || open.name !== tagName) return mismatch(open, tagName ?? '', at)
      at += tag.length
      if (stack.length === 0) return { kind: 'document', root: open, end: at }
      continue
    }
    const opening = matchAt(openTag, text, at)
    if (!opening) return { kind: 'broken', reason: 'a tag that is not complete', at }
    const [tag, tagName = '', attributes = '', slash] = opening
    const repeated = repeatedName(attributes)
    if (repeated) return { kind: 'broken', reason: `the attribute "${repeated}" twice`, at }
    const element: XmlElement = { name: tagName, children: [] }
    stack.at(-1)?.children.push(element)
    at += tag.length
    if (slash !== '/') stack.push(element)
    else if (stack.length === 0) return { kind: 'document', root: element, end: at }
  }
  const open = stack.at(-1)
  return { kind: 'broken', reason: open ? `<${open.name}> is not closed` : 'no element', at }
}

/** Whether the whole text is one document: nothing but white space and prologue around the element. */
export function readDocument(text: string): XmlReading {
  const start = skipAround(text, 0)
  if (text[start] !== '<') return { kind: 'broken', reason: 'it does not begin with a tag', at: 0 }
  const reading = readElement(text, start)
  if (reading.kind === 'broken') return reading
  const end = skipAround(text, reading.end)
  return end === text.length
    ? reading
    : { kind: 'broken', reason: `more after </${reading.root.name}>`, at: end }
}

/** The place of the next `<` or the end; negative, at the place, where a stray `&` stands before it. */
function skipText(text: string, from: number): number {
  const next = text.indexOf('<', from)
  const end = next === -1 ? text.length : next
  for (let at = text.indexOf('&', from); at !== -1 && at < end; at = text.indexOf('&', at + 1)) {
    if (!matchAt(entity, text, at)) return -at
  }
  return end
}

/** Skips a byte order mark, white space, the XML declaration, comments and the document type. */
function skipAround(text: string, from: number): number {
  let at = from
  for (;;) {
    while (/[\s\ufeff]/.test(text[at] ?? '')) at += 1
    const length = text.startsWith('<![CDATA[', at) ? 0 : matchAt(skipped, text, at)?.[0].length
    if (!length) return at
    at += length
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function repeatedName(attributes: string): string | null {
  const seen = new Set<string>()
  for (const [, found = ''] of attributes.matchAll(new RegExp(`\\s(${name})\\s*=`, 'gu'))) {
    if (seen.has(found)) return found
    seen.add(found)
  }
  return null
}

const mismatch = (open: XmlElement | undefined, found: string, at: number): XmlReading => ({
  kind: 'broken',
  reason: open ? `</${found}> where </${open.name}> belongs` : `</${found}> without its beginning`,
  at,
})
