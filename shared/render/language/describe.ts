import { filterDocs, globalDocs, loopDocs, statementDocs, testDocs } from './docs.ts'
import { localNames } from './names.ts'
import { pathBefore, shortForm, valueAt } from './sample.ts'
import {
  filterSignature,
  globalSignature,
  methodSignature,
  type Signature,
  testSignature,
} from './signatures.ts'
import type { LanguageSource, Range } from './source.ts'
import { namesTemplate, roleOf, type Tag, tagAt, unquoted } from './tags.ts'

/** What hovering shows: a line of code and a line of words. */
export interface Description extends Range {
  readonly code: string
  readonly text: string
}

/** What the token at an offset is; null where there is nothing to say. */
export const describeAt = (
  source: LanguageSource,
  text: string,
  offset: number,
): Description | null => {
  const tag = tagAt(text, offset)
  const index = tag?.tokens.findIndex(({ at, text: t }) => at <= offset && offset <= at + t.length)
  if (tag === undefined || index === undefined || index < 0) return null
  const token = tag.tokens[index]
  if (token === undefined) return null
  const range = { from: token.at, to: token.at + token.text.length }
  const words = token.type === 'string' ? ofString(source, tag, unquoted(token)) : null
  const said = token.type === 'name' ? ofName(source, text, tag, index) : words
  return said === null ? null : { ...range, ...said }
}

type Words = Pick<Description, 'code' | 'text'>

const ofString = (source: LanguageSource, tag: Tag, name: string): Words | null => {
  if (!namesTemplate(tag)) return null
  const isKnown = source.partials.includes(name)
  return { code: name, text: isKnown ? 'Another template.' : 'There is no template of that name.' }
}

const entry = (
  name: string,
  docs: ReadonlyMap<string, string>,
  signature: Signature | undefined,
): Words | null => {
  const text = docs.get(name)
  return text === undefined ? null : { code: signature?.label ?? name, text }
}

const ofName = (source: LanguageSource, text: string, tag: Tag, index: number): Words | null => {
  const name = tag.tokens[index]?.text ?? ''
  switch (roleOf(tag, index)) {
    case 'filter':
      return entry(name, filterDocs, filterSignature(name))
    case 'test':
      return entry(name, testDocs, testSignature(name))
    case 'statement':
      return entry(name, statementDocs, undefined)
    case 'attribute':
      return ofAttribute(source, text, tag, index, name)
    case 'value':
      return ofValue(source, text, name)
  }
}

/** The sample says more than the method of the same name. */
const ofAttribute = (
  source: LanguageSource,
  text: string,
  tag: Tag,
  index: number,
  name: string,
): Words | null => {
  const path = pathBefore(tag.tokens, index + 1)
  if (path.length === 2 && path[0] === 'loop') return entry(name, loopDocs, undefined)
  const value = valueAt(source.sample, text, path)
  if (value !== undefined)
    return { code: path.join('.'), text: `Sample value: ${shortForm(value)}` }
  const method = tag.tokens[index + 1]?.text === '(' ? methodSignature(name) : undefined
  return method === undefined ? null : { code: method.label, text: 'A method.' }
}

/** What the text defines hides what comes from outside, as in rendering. */
const ofValue = (source: LanguageSource, text: string, name: string): Words | null => {
  const local = localNames(text).findLast((one) => one.name === name)
  if (local !== undefined) {
    const origin = local.from === undefined ? 'Defined in this text' : `From \`${local.from}\``
    return { code: name, text: `${origin} (${local.kind}).` }
  }
  const builtin = entry(name, globalDocs, globalSignature(name))
  if (builtin !== null) return builtin
  const used = source.analysis().variables.find((variable) => variable.name === name)
  const declared = source.declared.find((variable) => variable.name === name)
  if (used === undefined && declared === undefined) return null
  const parts = [
    used === undefined
      ? ''
      : `${used.required ? 'Required' : 'Optional'}, used ${times(used.positions.length)}.`,
    declared === undefined ? 'Not declared.' : (declared.description ?? ''),
    Object.hasOwn(source.sample, name) ? `Sample value: ${shortForm(source.sample[name])}` : '',
  ]
  return { code: `${name}: ${used?.type ?? 'any'}`, text: parts.filter(Boolean).join(' ') }
}

const times = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`

/** The call around an offset and which of its parameters the caret is in. */
export interface CallHelp {
  readonly signature: Signature
  readonly doc: string
  readonly active: number
}

/** Help for the call that an offset is inside of; null where there is none or it is unknown. */
export const callAt = (text: string, offset: number): CallHelp | null => {
  const tag = tagAt(text, offset)
  if (tag === undefined) return null
  const tokens = tag.tokens.filter(({ at }) => at < offset)
  let depth = 0
  let commas = 0
  let keyword = ''
  for (let at = tokens.length - 1; at > 0; at--) {
    const sign = tokens[at]?.text ?? ''
    if (')]}'.includes(sign)) depth++
    else if ('[{('.includes(sign)) {
      if (depth-- > 0) continue
      return sign === '(' ? help(tag, at - 1, commas, keyword) : null
    } else if (depth > 0) continue
    else if (sign === ',') commas++
    else if (sign === '=' && commas === 0) keyword = tokens[at - 1]?.text ?? ''
  }
  return null
}

const help = (tag: Tag, index: number, commas: number, keyword: string): CallHelp | null => {
  const name = tag.tokens[index]?.text ?? ''
  const role = roleOf(tag, index)
  const [find, docs] = {
    filter: [filterSignature, filterDocs] as const,
    test: [testSignature, testDocs] as const,
    attribute: [methodSignature, null] as const,
    value: [globalSignature, globalDocs] as const,
    statement: [globalSignature, null] as const,
  }[role]
  const signature = find(name)
  if (signature === undefined) return null
  const named = signature.parameters.findIndex((one) => one.split('=')[0] === keyword)
  const active = keyword !== '' && named >= 0 ? named : commas
  return { signature, doc: docs?.get(name) ?? '', active }
}
