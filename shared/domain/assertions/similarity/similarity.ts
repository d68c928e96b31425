import { type Evaluate, expectedText, noReference, quoted, verdictOf } from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import { levenshtein } from './levenshtein.ts'
import { meteor } from './meteor.ts'
import { bleu, gleu } from './ngrams.ts'
import { rouge1 } from './rouge.ts'

type Distance = Extract<LeafAssertion, { type: 'levenshtein' }>
type Graded = Extract<LeafAssertion, { type: 'rouge-n' | 'bleu' | 'gleu' | 'meteor' }>

/** `levenshtein`: passes up to `threshold` edits. Beyond it the exact distance is not worth its time. */
export function editDistance({ value, threshold }: Distance): Evaluate {
  return ({ output, expected }) => {
    const text = value ?? expectedText(expected)
    if (text === null) return noReference('levenshtein')
    const distance = levenshtein(output, text, Math.floor(threshold))
    const isMet = distance <= threshold
    return verdictOf(
      isMet,
      isMet
        ? `${distance} edits from ${quoted(text)}; up to ${threshold} pass.`
        : `More than ${threshold} edits from ${quoted(text)}.`,
    )
  }
}

const measures = { 'rouge-n': rouge1, bleu, gleu, meteor }

/** Scores from 0 to 1 against one or several reference texts; the best reference counts. */
export function graded({ type, value, threshold }: Graded): Evaluate {
  const measure = measures[type]
  return ({ output, expected }) => {
    const reference = value ?? expectedText(expected)
    if (reference === null) return noReference(type)
    const score = measure(output, typeof reference === 'string' ? [reference] : reference)
    const isMet = score >= threshold
    const compared = isMet ? 'reaches' : 'is below'
    const fact = `${type.toUpperCase()} ${score.toFixed(4)} ${compared} the threshold ${threshold}.`
    return { kind: 'found', isMet, score, fact }
  }
}
