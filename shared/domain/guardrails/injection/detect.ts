import { type Reading, read } from '../text/reading.ts'
import { findHiddenTexts } from './decoded.ts'
import { type Ideas, ideasOf } from './features.ts'
import { classifier } from './model.ts'
import { warnScore } from './score.ts'
import { signals } from './signals.ts'
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
  ideas: Ideas
  raw: number
}

/**
 * The raw score of the most suspicious window. Many windows are many chances for a false alarm: the
 * log of their number is taken off, as a Bonferroni correction would.
 */
function mostSuspicious(reading: Reading): Scored | null {
  const model = classifier()
  const { text } = reading
  const windows = windowsOf(reading)
  const penalty = Math.log(windows.length)
  let best: Scored | null = null
  for (const window of windows) {
    const passage = windows.length === 1 ? text : text.slice(window.start, window.end)
    const ideas = ideasOf(passage, window, window.start)
    const raw = model.raw(window, ideas.dense) - penalty
    if (best === null || raw > best.raw) best = { window, ideas, raw }
  }
  return best
}

const shownWords = 8

/** The run of words whose own weights add up highest: where to look when no rule names a place. */
function heaviestWords({ tokens, first, last }: TextWindow): { start: number; end: number } | null {
  const model = classifier()
  const weightAt = (at: number): number => {
    const word = at < first ? undefined : tokens.words[at]
    return word === undefined ? 0 : model.weightOf(word)
  }
  let best = Number.NEGATIVE_INFINITY
  let bestAt = first
  let sum = 0
  for (let at = first; at < last; at += 1) {
    sum += weightAt(at) - weightAt(at - shownWords)
    if (sum <= best) continue
    best = sum
    bestAt = Math.max(first, at - shownWords + 1)
  }
  const end = tokens.ends[Math.min(last, bestAt + shownWords) - 1]
  const start = tokens.starts[bestAt]
  return first === last || start === undefined || end === undefined ? null : { start, end }
}

function placeOf({ window, ideas }: Scored): { start: number; end: number } {
  const strong = ideas.hits.find(({ signal }) => signals[signal]?.isStrong === true)
  return strong ?? ideas.hits[0] ?? heaviestWords(window) ?? window
}

const reasonsOf = ({ hits }: Ideas): string[] => [
  ...new Set(
    hits.map(({ signal }) => signals[signal]?.reason ?? '').filter((reason) => reason !== ''),
  ),
]

function hiddenFinding(reading: Reading): InjectionFinding | null {
  const { folded } = reading
  let best: InjectionFinding | null = null
  for (const hidden of findHiddenTexts(reading)) {
    const scored = mostSuspicious(read(hidden.text))
    if (scored === null || scored.ideas.hits.length === 0) continue
    const score = classifier().score(scored.raw)
    if (score < warnScore || (best !== null && score <= best.score)) continue
    const reasons = ['it is hidden by an encoding', ...reasonsOf(scored.ideas)]
    best = { start: folded.start(hidden.start), end: folded.end(hidden.end), score, reasons }
  }
  return best
}

const fewestWords = 3
const shortestText = 30
/** Just below a warning. */
const mostOfLittle = 0.49

/**
 * One or two words tell nobody what to do: a button's label, a topic, a name. The classifier learnt from
 * sentences and overrates them. A rule's hit still counts, and so do spelled-out words and unspaced scripts.
 */
const isTooLittle = ({ text, tokens, isUnspaced }: Reading, { ideas }: Scored): boolean =>
  tokens.count < fewestWords && text.length < shortestText && !isUnspaced && ideas.hits.length === 0

/** The strongest evidence for a prompt injection in a text; null where there is none worth a warning. */
export function findInjection(reading: Reading): InjectionFinding | null {
  if (reading.tokens.count === 0) return null
  const scored = mostSuspicious(reading)
  const hidden = hiddenFinding(reading)
  if (scored === null || !classifier().isWarning(scored.raw)) return hidden
  const judged = classifier().score(scored.raw)
  const score = isTooLittle(reading, scored) ? Math.min(judged, mostOfLittle) : judged
  if (hidden !== null && hidden.score > score) return hidden
  if (score < warnScore) return null
  const { start, end } = placeOf(scored)
  const { folded } = reading
  return {
    start: folded.start(start),
    end: folded.end(end),
    score,
    reasons: reasonsOf(scored.ideas),
  }
}
