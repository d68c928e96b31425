import { type Evaluate, expectedText, noReference, quoted, verdictOf } from './finding.ts'
import type { LeafAssertion } from './schema.ts'

type OneText = Extract<LeafAssertion, { type: 'contains' | 'icontains' | 'starts-with' }>
type ManyTexts = Extract<
  LeafAssertion,
  { type: 'contains-all' | 'contains-any' | 'icontains-all' | 'icontains-any' }
>
type WordCount = Extract<LeafAssertion, { type: 'word-count' }>

/** contains, icontains, starts-with; icontains lower-cases both sides. */
export function oneText(assertion: OneText): Evaluate {
  const isStart = assertion.type === 'starts-with'
  const fold = assertion.type === 'icontains' ? lowerCase : unchanged
  return ({ output, expected }) => {
    const value = assertion.value ?? expectedText(expected)
    if (value === null) return noReference(assertion.type)
    const folded = fold(output)
    const isMet = isStart ? folded.startsWith(fold(value)) : folded.includes(fold(value))
    const verb = isStart ? ['starts', 'does not start'] : ['contains', 'does not contain']
    return verdictOf(
      isMet,
      `The output ${verb[isMet ? 0 : 1]}${isStart ? ' with' : ''} ${quoted(value)}.`,
    )
  }
}

/** contains-all, contains-any and their case-insensitive twins. */
export function manyTexts(assertion: ManyTexts): Evaluate {
  const isAll = assertion.type.endsWith('-all')
  const fold = assertion.type.startsWith('i') ? lowerCase : unchanged
  const values = assertion.value.map((value) => ({ value, folded: fold(value) }))
  return ({ output }) => {
    const text = fold(output)
    const missing = values.filter(({ folded }) => !text.includes(folded))
    const list = (some: typeof values) => some.map(({ value }) => quoted(value, 60)).join(', ')
    if (missing.length === 0) return verdictOf(true, `The output contains ${list(values)}.`)
    const isMet = !isAll && missing.length < values.length
    return verdictOf(
      isMet,
      isMet
        ? `The output contains ${list(values.filter((value) => !missing.includes(value)))}.`
        : `The output does not contain ${list(missing)}.`,
    )
  }
}

/** Words are what white space separates, so that the figure is the one promptfoo gives. */
export function wordCount({ value }: WordCount): Evaluate {
  const { min, max } =
    typeof value === 'number'
      ? { min: value, max: value }
      : { min: value.min ?? 0, max: value.max ?? Number.POSITIVE_INFINITY }
  return ({ output }) => {
    const words = output.split(/\s+/).filter((word) => word !== '').length
    const range = min === max ? `${min}` : max === Infinity ? `${min} or more` : `${min} to ${max}`
    return verdictOf(
      words >= min && words <= max,
      `The output has ${words} ${words === 1 ? 'word' : 'words'}; asked for: ${range}.`,
    )
  }
}

const lowerCase = (text: string) => text.toLowerCase()
const unchanged = (text: string) => text
