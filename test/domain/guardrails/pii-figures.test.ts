import { describe, expect, it } from 'vitest'
import { runGuardrailCase } from '#shared/domain/guardrails/engine.ts'
// @ts-expect-error The scorer that everybody measures with is plain JavaScript.
import { CORE, flaggedRows, scorePii } from '../../fixtures/guardrails/score.mjs'
import { benignRows, type PiiRow, rows } from './corpus.ts'

const pii = rows<PiiRow>('pii.jsonl')
/** As anybody measures it: the default guardrails, one case in, spans out. */
const detect = (text: string) => runGuardrailCase({ id: 'case', text }).violations

describe('personal data on the shared half of the corpus', () => {
  const { per, micro } = scorePii(pii, detect)

  it.each(['SSN', 'CREDIT_CARD', 'EMAIL', 'IBAN', 'IP'])(
    'finds %s with F1 of at least 0.98',
    (entity) => {
      expect(per[entity].f1).toBeGreaterThanOrEqual(0.98)
    },
  )

  it('finds phone numbers with F1 of at least 0.93 and everything with at least 0.97', () => {
    expect(per.PHONE.f1).toBeGreaterThanOrEqual(0.93)
    expect(micro.f1).toBeGreaterThanOrEqual(0.97)
  })

  it('hits the exact span in at least 95 % of hits', () => {
    const exact = CORE.reduce(
      (sum: number, type: string) => sum + per[type].exact * per[type].tp,
      0,
    )
    expect(exact / micro.tp).toBeGreaterThanOrEqual(0.95)
  })

  it('flags at most 3 % of the hard negatives', () => {
    const hard = pii.filter(
      ({ spans, variant }) =>
        variant !== 'obfuscated' && !spans.some(({ type }) => CORE.includes(type)),
    )
    expect(hard.length).toBeGreaterThan(250)
    expect(flaggedRows(hard, detect).rate).toBeLessThanOrEqual(0.03)
  })

  it('flags at most 0.5 % of benign texts', () => {
    expect(flaggedRows(benignRows(), detect).rate).toBeLessThanOrEqual(0.005)
  })

  it('finds at least 75 % of disguised data', () => {
    const { micro: disguised } = scorePii(pii, detect, { variant: 'obfuscated' })
    expect(disguised.tp + disguised.fn).toBe(30)
    expect(disguised.r).toBeGreaterThanOrEqual(0.75)
  })
})
