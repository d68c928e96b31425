import { type AssertionProblem, type LoadedAssertions, loadAssertions } from './load.ts'
import { assertionTypes } from './schema.ts'

/** A comma list as promptfoo reads it: a double-quoted part may hold commas, `""` is a quote. */
export function splitList(text: string): string[] {
  const parts: string[] = []
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/gy
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (match === null) return [...parts, text.slice(pattern.lastIndex).trim()]
    parts.push(match[1] === undefined ? (match[2] ?? '').trim() : match[1].replaceAll('""', '"'))
  }
  return parts.filter((part) => part !== '')
}

/**
 * One assertion in the short form of promptfoo's `__expected` columns, also used on the command
 * line: `contains:Paris`, `not-regex:^Sorry`, `number(0.01):3.14`, `is-json`. A bare text that
 * names no assertion means `equals`. The number in parentheses is the threshold, for `number` the
 * tolerance.
 */
export function loadAssertionText(text: string): LoadedAssertions {
  const form = /^(not-)?([a-z]+(?:-[a-z]+)*)(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/.exec(
    text.trim(),
  )
  const name = form?.[2]
  if (!form || name === undefined) return loadAssertions([{ type: 'equals', value: text }])
  const isKnown = assertionTypes.some((known) => known === name && known !== 'assert-set')
  if (!isKnown) return unknownForm(text, form)
  const [, not = '', , parameter, value] = form
  const limit = parameter === undefined ? {} : limitOf(name, Number(parameter))
  const item = { type: `${not}${name}`, ...limit, ...parsedValue(name, value) }
  return loadAssertions([item])
}

const limitOf = (name: string, limit: number) =>
  name === 'number' ? { tolerance: limit } : { threshold: limit }

function parsedValue(name: string, value: string | undefined): { value?: unknown } {
  if (value === undefined || value.trim() === '') return {}
  const isSchema = name === 'is-json' || name === 'contains-json'
  if (!isSchema) return { value: name === 'equals' ? value : value.trim() }
  try {
    return { value: JSON.parse(value) }
  } catch {
    return { value }
  }
}

/** "Paris" and "see: above" are texts to equal; "contians:Paris" is most likely a misspelt name. */
function unknownForm(text: string, form: RegExpExecArray): LoadedAssertions {
  const hasShape = form[3] !== undefined || form[4] !== undefined
  if (!hasShape) return loadAssertions([{ type: 'equals', value: text }])
  const { problems } = loadAssertions([{ type: `${form[1] ?? ''}${form[2]}` }])
  const isLikelyName = problems.some(
    (problem: AssertionProblem) =>
      problem.suggestion !== null || problem.message.includes('promptfoo'),
  )
  return isLikelyName
    ? { assertions: [], problems }
    : loadAssertions([{ type: 'equals', value: text }])
}
