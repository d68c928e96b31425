import { RE2JS, RE2JSException } from 're2js'
import type { Finding, RegexRule } from '../types.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

const longestPattern = 1000
const mostMatches = 1000
const flagBits: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  // Patterns are Unicode-aware anyway, and all matches are looked for anyway.
  u: 0,
  g: 0,
}

/** Why the engine refuses a pattern, in the words of the person who wrote it. */
function reasonOf(pattern: string, error: RE2JSException): string {
  if (/\(\?<?[=!]/.test(pattern))
    return 'it uses look-ahead or look-behind, which cannot be run in linear time'
  if (/\\[1-9]|\\k</.test(pattern))
    return 'it uses a back-reference, which cannot be run in linear time'
  return error.message.replace(/^error parsing regexp: /, '')
}

/** Compiles a user's pattern for the linear-time engine; throws RuleFailure with a sentence for the user. */
export function compilePattern(pattern: string, flags: string = ''): RE2JS {
  if (pattern.length > longestPattern) {
    throw new RuleFailure(
      `The pattern has ${pattern.length} characters; at most ${longestPattern} are allowed.`,
    )
  }
  let bits = 0
  for (const flag of flags) {
    const bit = flagBits[flag]
    if (bit === undefined)
      throw new RuleFailure(
        `Unknown flag “${flag}”: use i (ignore case), m (lines) or s (dot matches line ends).`,
      )
    bits |= bit
  }
  try {
    return RE2JS.compile(pattern, bits)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new RuleFailure(`The pattern cannot be used: ${reasonOf(pattern, error)}.`)
  }
}

/** A span must not cut a surrogate pair in two. */
const isInsidePair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff

export function compileRegex(rule: RegexRule): CompiledRule {
  const pattern = compilePattern(rule.pattern, rule.flags)
  return {
    scope: 'content',
    readsWords: false,
    find({ text }) {
      // test() answers most texts at a tenth of the cost of find().
      if (!pattern.test(text)) return []
      const findings: Finding[] = []
      const matcher = pattern.matcher(text)
      while (matcher.find()) {
        const start = matcher.start() - (isInsidePair(text, matcher.start()) ? 1 : 0)
        const isLast = findings.length + 1 >= mostMatches
        // Beyond the cap everything up to the end is one span: redaction must not leave the rest open.
        const end = isLast
          ? text.length
          : matcher.end() + (isInsidePair(text, matcher.end()) ? 1 : 0)
        if (end > start)
          findings.push({
            entity: null,
            start,
            end,
            score: null,
            message: `The text matches /${rule.pattern}/.`,
          })
        if (isLast) break
      }
      return findings
    },
  }
}
