import type { Finding, KeywordRule } from '../types.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

const mostMatches = 1000
const special = /[\\^$.*+?()[\]{}|/-]/g

/** One alternation of literals: the longest first, so that "credit card" wins over "credit". */
function patternOf(rule: KeywordRule): RegExp {
  const words = rule.words
    .filter((word) => word.trim() !== '')
    .toSorted((a, b) => b.length - a.length)
  if (words.length === 0)
    throw new RuleFailure('The keyword list is empty: add a word or delete the guardrail.')
  const literals = words.map((word) =>
    word.trim().replace(special, '\\$&').replace(/\s+/g, '\\s{1,8}'),
  )
  const body = `(?:${literals.join('|')})`
  const edges = rule.wholeWords ? `(?<![\\p{L}\\p{N}_])${body}(?![\\p{L}\\p{N}_])` : body
  return new RegExp(edges, rule.caseSensitive ? 'gu' : 'giu')
}

/** Words and phrases, found in the folded text: full-width and zero-width tricks do not hide them. */
export function compileKeyword(rule: KeywordRule): CompiledRule {
  const pattern = patternOf(rule)
  return {
    scope: 'content',
    readsWords: false,
    find(subject) {
      const { folded } = subject.reading()
      const findings: Finding[] = []
      for (const match of folded.text.matchAll(pattern)) {
        const end = match.index + match[0].length
        const span = { start: folded.start(match.index), end: folded.end(end) }
        findings.push({
          entity: null,
          ...span,
          score: null,
          message: `The text contains “${match[0]}”.`,
        })
        if (findings.length >= mostMatches) break
      }
      return findings
    },
  }
}
