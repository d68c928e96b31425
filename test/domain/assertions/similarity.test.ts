import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levenshtein } from '#shared/domain/assertions/levenshtein.ts'
import { bleu, gleu } from '#shared/domain/assertions/ngrams.ts'

describe('levenshtein', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
  ])('%s to %s', (left, right, distance) => {
    expect(levenshtein(left, right)).toBe(distance)
  })

  it('agrees with the definition, banded or not', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })
    fc.assert(
      fc.property(letters, letters, fc.nat(9), (left, right, limit) => {
        const distance = byDefinition(left, right)
        expect(levenshtein(left, right)).toBe(distance)
        expect(levenshtein(left, right, limit)).toBe(Math.min(distance, limit + 1))
      }),
    )
  })
})

function byDefinition(left: string, right: string): number {
  if (left === '' || right === '') return left.length + right.length
  const cost = left[0] === right[0] ? 0 : 1
  return Math.min(
    byDefinition(left.slice(1), right.slice(1)) + cost,
    ...(cost === 0
      ? []
      : [byDefinition(left.slice(1), right) + 1, byDefinition(left, right.slice(1)) + 1]),
  )
}

describe('bleu', () => {
  it('is 1 for the reference itself', () => {
    expect(bleu('the cat sat on the mat', ['The cat sat on the mat'])).toBeCloseTo(1, 12)
  })
  it('clips, smooths and punishes brevity as in Papineni et al.', () => {
    // 1-grams 2/2, 2-grams 1/1, the others empty and smoothed; brevity exp(1 − 4/2).
    const expected = Math.exp(1 - 4 / 2) * Math.exp((2 * Math.log(1e-7)) / 4)
    expect(bleu('the cat', ['the cat sat down'])).toBeCloseTo(expected, 12)
    // "the" occurs twice in the reference, so 2 of 7 unigrams count.
    const clipped = Math.exp((Math.log(2 / 7) + 3 * Math.log(1e-7)) / 4)
    const reference = ['the cat is on the mat yes']
    expect(bleu('the the the the the the the', reference)).toBeCloseTo(clipped, 12)
  })
  it('is 0 for nothing', () => expect(bleu('  ', ['x'])).toBe(0))
})

describe('gleu', () => {
  it('is the smaller of precision and recall over all n-grams', () => {
    expect(gleu('the cat sat', ['The cat sat.'])).toBe(1)
    // Candidate 3 + 2 + 1 grams, reference 4 + 3 + 2 + 1; common: all 6 of the candidate.
    expect(gleu('the cat sat', ['the cat sat down'])).toBeCloseTo(6 / 10, 12)
    expect(gleu('a b', ['c d', 'a b'])).toBe(1)
    expect(gleu('', ['a'])).toBe(0)
  })
})
