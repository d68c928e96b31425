import { type FoldedText, fold } from '../text/fold.ts'
import { findHiddenTexts } from './decoded.ts'
import { type Features, featuresOf, wordBuckets } from './features.ts'
import { classifier } from './model.ts'
import { warnScore } from './score.ts'
import { signals } from './signals.ts'
import { type Token, tokenize } from './tokens.ts'
import { type TextWindow, windowsOf } from './windows.ts'

export interface InjectionFinding {
  start: number
  end: number
  score: number
  /** What speaks for it, for people. Empty when only the words' weights do. */
  reasons: string[]
}

interface Scored {
  window: TextWindow
  features: Features
  raw: number
}

/** The features of every window: what the classifier is trained on and asked about. */
export function windowFeatures(folded: FoldedText): { window: TextWindow; features: Features }[] {
  return windowsOf(folded.text, tokenize(folded)).map((window) => ({
    window,
    features: featuresOf(folded.text.slice(window.start, window.end), window.tokens, window.start),
  }))
}

/**
 * The raw score of the most suspicious window. Many windows are many chances for a false alarm: the
 * log of their number is taken off, as a Bonferroni correction would.
 */
function mostSuspicious(folded: FoldedText): Scored | null {
  const model = classifier()
  let best: Scored | null = null
  const windows = windowFeatures(folded)
  for (const { window, features } of windows) {
    const raw = model.raw(features) - Math.log(windows.length)
    if (best === null || raw > best.raw) best = { window, features, raw }
  }
  return best
}

const shownWords = 8

/** The run of words whose own weights add up highest: where to look when no rule names a place. */
function heaviestWords(tokens: readonly Token[]): { start: number; end: number } | null {
  const model = classifier()
  const weights = tokens.map(({ word }) =>
    wordBuckets(word).reduce((sum, bucket) => sum + model.weightOf(bucket), 0),
  )
  let best = Number.NEGATIVE_INFINITY
  let bestAt = 0
  let sum = 0
  for (const [at, weight] of weights.entries()) {
    sum += weight - (at >= shownWords ? (weights[at - shownWords] ?? 0) : 0)
    if (sum <= best) continue
    best = sum
    bestAt = Math.max(0, at - shownWords + 1)
  }
  const first = tokens[bestAt]
  const last = tokens[Math.min(tokens.length, bestAt + shownWords) - 1]
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end }
}

function placeOf({ window, features }: Scored): { start: number; end: number } {
  const strong = features.hits.find(({ signal }) => signals[signal]?.isStrong === true)
  return strong ?? features.hits[0] ?? heaviestWords(window.tokens) ?? window
}

const reasonsOf = ({ hits }: Features): string[] => [
  ...new Set(
    hits.map(({ signal }) => signals[signal]?.reason ?? '').filter((reason) => reason !== ''),
  ),
]

function hiddenFinding(folded: FoldedText): InjectionFinding | null {
  let best: InjectionFinding | null = null
  for (const hidden of findHiddenTexts(folded.text)) {
    const scored = mostSuspicious(fold(hidden.text))
    if (scored === null || scored.features.hits.length === 0) continue
    const score = classifier().score(scored.raw)
    if (score < warnScore || (best !== null && score <= best.score)) continue
    const reasons = ['it is hidden by an encoding', ...reasonsOf(scored.features)]
    best = { start: folded.start(hidden.start), end: folded.end(hidden.end), score, reasons }
  }
  return best
}

/** The strongest evidence for a prompt injection in a text; null for a text without words. */
export function findInjection(folded: FoldedText): InjectionFinding | null {
  const scored = mostSuspicious(folded)
  if (scored === null || folded.text === '') return null
  const hidden = hiddenFinding(folded)
  const score = classifier().score(scored.raw)
  if (hidden !== null && hidden.score > score) return hidden
  if (score < warnScore) return { start: 0, end: 0, score, reasons: [] }
  const { start, end } = placeOf(scored)
  return {
    start: folded.start(start),
    end: folded.end(end),
    score,
    reasons: reasonsOf(scored.features),
  }
}
