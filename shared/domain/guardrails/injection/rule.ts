import { type CompiledRule, noFindings } from '../rules/rule.ts'
import type { InjectionRule } from '../types.ts'
import { findInjection } from './detect.ts'
import { blockScore, warnScore } from './score.ts'

const messageOf = (reasons: readonly string[], score: number): string => {
  const because = reasons.length > 0 ? `: ${reasons.join(', ')}` : ''
  return `The text looks like an attempt to take over the prompt (score ${score.toFixed(2)})${because}.`
}

/** Scores a text for prompt injection; between the two thresholds it warns and never blocks. */
export function compileInjection(rule: InjectionRule): CompiledRule {
  const lowest = rule.threshold === 'block' ? blockScore : warnScore
  return {
    scope: 'content',
    readsWords: true,
    find(subject) {
      const found = findInjection(subject.reading())
      if (found === null || found.score < lowest) return noFindings
      const { start, end, score, reasons } = found
      const finding = { entity: null, start, end, score, message: messageOf(reasons, score) }
      return [score < blockScore ? { ...finding, atMost: 'warn' as const } : finding]
    },
  }
}
