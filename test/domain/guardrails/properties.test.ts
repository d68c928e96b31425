import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkText,
  compileGuardrails,
  restoreRedactions,
} from '#shared/domain/guardrails/engine.ts'
import { fold } from '#shared/domain/guardrails/text/fold.ts'
import type { Guardrail, GuardrailRule } from '#shared/domain/guardrails/types.ts'
import { piiEntities } from '#shared/domain/guardrails/types.ts'
import { anything } from './arbitrary.ts'

const rules: GuardrailRule[] = [
  { type: 'pii', entities: [...piiEntities] },
  { type: 'injection', threshold: 'warn' },
  { type: 'toxicity', allow: [], extra: ['zap'] },
  { type: 'keyword', words: ['a', 'secret', '😀'], caseSensitive: false, wholeWords: false },
  { type: 'regex', pattern: '[^a-z ]+' },
  { type: 'max_length', limit: 7, unit: 'characters' },
]

const redacting: Guardrail[] = rules.map((rule, at) => ({
  id: `g${at}`,
  name: rule.type,
  stages: ['input', 'output'],
  severity: 'low',
  action: 'redact',
  rule,
  appliesTo: { templates: [], categories: [], labels: [] },
  onError: 'open',
  enabled: true,
  description: '',
}))

const splitsPair = (text: string, at: number): boolean =>
  at > 0 && at < text.length && (text.codePointAt(at - 1) ?? 0) > 0xffff

describe('for every text', () => {
  it('no rule throws, and every span lies within the text and cuts no character', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { violations, failures } = checkText(rules, text)
        expect(failures).toEqual([])
        for (const { start, end } of violations) {
          expect(Number.isInteger(start) && Number.isInteger(end)).toBe(true)
          expect(start >= 0 && start < end && end <= text.length).toBe(true)
          expect(splitsPair(text, start) || splitsPair(text, end)).toBe(false)
        }
      }),
      { numRuns: 800 },
    )
  })

  it('redacting and restoring gives back the text and the variables', () => {
    const compiled = redacting.map((guardrail) => compileGuardrails([guardrail]))
    fc.assert(
      fc.property(anything, anything, fc.nat(rules.length - 1), (text, value, which) => {
        const result = compiled[which]?.check({
          stage: 'input',
          text,
          variables: { value, list: [value, 7] },
        })
        expect(restoreRedactions(result?.text ?? '', result?.redactions ?? { entries: [] })).toBe(
          text,
        )
        const redacted = result?.variables?.value
        expect(restoreRedactions(String(redacted), result?.redactions ?? { entries: [] })).toBe(
          value,
        )
      }),
      { numRuns: 800 },
    )
  })

  it('nothing that is redacted is left in the text', () => {
    const compiled = compileGuardrails(redacting.slice(0, 1))
    fc.assert(
      fc.property(anything, (text) => {
        const { violations, text: redacted = '' } = compiled.check({ stage: 'output', text })
        for (const { start, end } of violations) {
          const value = text.slice(start, end)
          if (value.length > 5) expect(redacted.includes(value)).toBe(false)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('folding keeps a way back for every offset', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const folded = fold(text)
        for (let at = 0; at < folded.text.length; at += 1) {
          expect(folded.start(at)).toBeLessThan(folded.end(at + 1))
          expect(folded.end(at + 1)).toBeLessThanOrEqual(text.length)
          if (at > 0) expect(folded.start(at)).toBeGreaterThanOrEqual(folded.start(at - 1))
        }
      }),
      { numRuns: 300 },
    )
  })
})
