import type { CheckResultView } from '#shared/contract/guardrail.ts'
import { leavesOf } from '#shared/domain/guardrails/variables.ts'
import type { TextMark } from '../../../ui/LongText.tsx'
import type { Bindings } from './engine.ts'

export type Violation = CheckResultView['violations'][number]

/** What a guardrail replaced, and by what. */
export interface Replaced {
  readonly placeholder: string
  readonly value: string
}

/** A violation in words, as every mark of it shows them: rule, what was found, how grave, what happens. */
export const wordsOf = (violation: Violation): string =>
  [
    violation.message,
    `Guardrail ${violation.guardrailName} (${violation.type})`,
    violation.entity === null ? null : `entity ${violation.entity}`,
    `severity ${violation.severity}`,
    `action ${violation.action}`,
  ]
    .filter((part) => part !== null)
    .join(' · ')

/** More marks than anybody looks at; a text of a thousand addresses stays quick. */
const MOST = 500

/**
 * Where violations stand in what is shown: the value itself, or the placeholder that took its place.
 * `texts` are the rendered texts in order; the answer has the marks of each, in order and apart.
 */
export function marksIn(
  texts: readonly string[],
  violations: readonly Violation[],
  bindings: Bindings,
  replaced: readonly Replaced[],
): TextMark[][] {
  const marks = texts.map((): TextMark[] => [])
  const leaves = new Map(leavesOf(bindings).map(({ path, text }) => [path, text]))
  for (const violation of violations) {
    // Of a prompt as a whole the place is known, and not in which message it stands.
    const own = violation.variable === null ? texts : [leaves.get(violation.variable) ?? '']
    for (const source of own) {
      const found = source.slice(violation.start, violation.end)
      if (found.trim() === '') continue
      const shown = replaced.find(({ value }) => value === found)?.placeholder ?? found
      texts.forEach((text, index) => {
        if (violation.variable === null && text !== source) return
        for (const start of placesOf(text, shown)) {
          marks[index]?.push({
            start,
            end: start + shown.length,
            kind: violation.action,
            title: wordsOf(violation),
          })
        }
      })
    }
  }
  return marks.map(apart)
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(part); at >= 0 && places.length < MOST; ) {
    places.push(at)
    at = text.indexOf(part, at + part.length)
  }
  return places
}

/** In order, without overlaps: of two marks of one place the first found stays. */
function apart(marks: readonly TextMark[]): TextMark[] {
  const out: TextMark[] = []
  for (const mark of marks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (mark.start >= (out.at(-1)?.end ?? 0)) out.push(mark)
  }
  return out
}
