import type { Position } from '../analysis.ts'
import { isVariable, localNames, partialAt, variableTokens } from './names.ts'
import type { LanguageSource, Range, TextRange } from './source.ts'
import { tagAt, unquoted } from './tags.ts'

/** Where a definition is: another template, or a place in the same text. */
export type Definition =
  | { readonly kind: 'partial'; readonly name: string; readonly origin: Range }
  | { readonly kind: 'place'; readonly at: number; readonly name: string; readonly origin: Range }

/** The definition of what stands at an offset; null where it comes from outside or is built in. */
export const definitionAt = (text: string, offset: number): Definition | null => {
  const file = partialAt(text, offset)
  if (file !== undefined) {
    const origin = { from: file.at, to: file.at + file.text.length }
    return { kind: 'partial', name: unquoted(file), origin }
  }
  const token = variableAt(text, offset)
  if (token === null) return null
  // The nearest definition before the use; a macro may also stand behind it.
  const all = localNames(text).filter(({ name }) => name === token.name)
  const local = all.findLast(({ at }) => at <= token.from) ?? all[0]
  if (local === undefined) return null
  const origin = { from: token.from, to: token.to }
  return local.from === undefined
    ? { kind: 'place', at: local.at, name: local.name, origin }
    : { kind: 'partial', name: local.from, origin }
}

/** The variable, macro or parameter at an offset. */
export const variableAt = (text: string, offset: number): (Range & { name: string }) | null => {
  const tag = tagAt(text, offset)
  const index = tag?.tokens.findIndex(({ at, text: t }) => at <= offset && offset <= at + t.length)
  if (tag === undefined || index === undefined || index < 0 || !isVariable(tag, index)) return null
  const token = tag.tokens[index]
  return token ? { name: token.text, from: token.at, to: token.at + token.text.length } : null
}

/** What renaming changes: all uses of a variable of the template, or a name of one text. */
export interface Renaming {
  readonly name: string
  /** A variable from outside: its declaration, sample value and placeholders change with it. */
  readonly isVariable: boolean
  readonly ranges: readonly TextRange[]
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u

/** Why a name cannot be taken, as a sentence; null if it can. */
export const nameProblem = (name: string): string | null =>
  IDENTIFIER.test(name) && variableTokens(`{{ ${name} }}`).length === 1
    ? null
    : `\`${name}\` cannot be the name of a variable.`

/**
 * Every place that has to change when what stands at an offset gets another name. A variable of the
 * template changes in all of its texts; a name that the text defines (a macro, a loop variable) in
 * this text alone, where it does not mean the variable of the same name.
 */
export const renamingAt = (
  source: LanguageSource,
  textIndex: number,
  offset: number,
): Renaming | null => {
  const text = source.texts[textIndex] ?? ''
  const token = variableAt(text, offset)
  if (token === null) return null
  const { name } = token
  const used = source.analysis().variables.find((variable) => variable.name === name)
  const outside = (used?.positions ?? []).flatMap((position) => rangeOf(source, position, name))
  const isVariable = outside.some((one) => one.textIndex === textIndex && one.from === token.from)
  if (isVariable) return { name, isVariable, ranges: outside }
  const isOutside = (at: number): boolean =>
    outside.some((one) => one.textIndex === textIndex && one.from === at)
  const ranges = variableTokens(text)
    .filter((one) => one.text === name && !isOutside(one.at))
    .map(({ at }) => ({ textIndex, from: at, to: at + name.length }))
  return { name, isVariable, ranges }
}

/** A place as offsets; none where the name does not stand there itself, as inside an include. */
const rangeOf = (source: LanguageSource, position: Position, name: string): TextRange[] => {
  const textIndex = position.messageIndex ?? 0
  const text = source.texts[textIndex] ?? ''
  let from = 0
  for (let line = 1; line < position.line; line++) from = text.indexOf('\n', from) + 1
  from += position.column - 1
  const to = from + name.length
  return text.slice(from, to) === name ? [{ textIndex, from, to }] : []
}
