import { describe, expect, it } from 'vitest'
import { checkText } from '#shared/domain/guardrails/engine.ts'
import { benignRows, rows, type TextRow } from './corpus.ts'

const isToxic = (text: string, allow: string[] = [], extra: string[] = []): boolean =>
  checkText([{ type: 'toxicity', allow, extra }], text).violations.length > 0

describe('toxicity', () => {
  const labelled = rows<TextRow>('toxicity.jsonl')

  it('finds most of the toxic texts and spares the near misses', () => {
    const toxic = labelled.filter(({ label }) => label === 'toxic')
    const near = labelled.filter(({ label }) => label === 'benign')
    expect(toxic.filter(({ text }) => isToxic(text)).length / toxic.length).toBeGreaterThanOrEqual(
      0.7,
    )
    expect(near.filter(({ text }) => isToxic(text)).map(({ text }) => text)).toEqual([])
  })

  it('flags at most 0.5 % of benign texts', () => {
    const benign = benignRows()
    expect(benign.filter(({ text }) => isToxic(text)).length / benign.length).toBeLessThanOrEqual(
      0.005,
    )
  })

  it('reads figures, stars and widths as letters', () => {
    for (const text of ['what an a$$hole', 'f*ck that', 'sh1t', 'ｓｈｉｔ'])
      expect(isToxic(text)).toBe(true)
    for (const text of ['Scunthorpe', 'cocktail', '2 * 3 * 4', '*** important ***'])
      expect(isToxic(text)).toBe(false)
  })

  it('takes words out of and into its list', () => {
    expect(isToxic('this is bullshit')).toBe(true)
    expect(isToxic('this is bullshit', ['bullshit'])).toBe(false)
    expect(isToxic('a zorgle', [], ['zorgle'])).toBe(true)
  })
})
