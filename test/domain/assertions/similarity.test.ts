import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levenshtein } from '#shared/domain/assertions/similarity/levenshtein.ts'
import { meteor } from '#shared/domain/assertions/similarity/meteor.ts'
import { bleu, gleu } from '#shared/domain/assertions/similarity/ngrams.ts'
import { stem } from '#shared/domain/assertions/similarity/porter.ts'
import { rouge1 } from '#shared/domain/assertions/similarity/rouge.ts'
import { treebankTokens } from '#shared/domain/assertions/similarity/tokens.ts'

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

describe('rouge-n', () => {
  // The figures of js-rouge 3.2.3, which promptfoo uses: ROUGE-1, F1.
  it.each([
    ['the cat sat on the mat', 'the cat is on the mat', 0.8333],
    ["I don't know, it's $5.00 (maybe).", 'I do not know; it is $5.00 maybe.', 0.6667],
    ['Hello world. This is a test! Really?', 'Hello, world: this is the test.', 0.5263],
    ['The U.S. economy grew 3.5% in 2,024...', 'U.S. economy grew by 3.5 % in 2,024', 0.8235],
    ['one two three. four five six', 'four five six. one two three', 1],
    ['x', 'y', 0],
  ])('%s', (candidate, reference, score) => {
    expect(rouge1(candidate, [reference])).toBeCloseTo(score, 4)
  })
  it('takes the best reference, and nothing for nothing', () => {
    expect(rouge1('b', ['a', 'b'])).toBe(1)
    expect(rouge1('', ['a'])).toBe(0)
  })
  it('splits as the Penn Treebank does', () => {
    expect(treebankTokens("He can't: it's the U.S. (3.5%)...")).toEqual(
      "He ca n't : it 's the U.S. ( 3.5 % ) ...".split(' '),
    )
  })
})

describe('meteor', () => {
  // Worked examples of the measure: matches 6 of 6 in 6 chunks, in 1 chunk, 6 of 7 in 2 chunks.
  it.each([
    ['on the mat sat the cat', 0.5],
    ['the cat sat on the mat', 1 - 0.5 / 6 ** 3],
    ['the cat was sat on the mat', (6 / 7 / (0.9 * (6 / 7) + 0.1)) * (1 - 0.5 / 27)],
  ])('%s', (candidate, score) => {
    expect(meteor(candidate, ['The cat sat on the mat.'])).toBeCloseTo(score, 9)
  })
  it('matches what has the same stem, and nothing for nothing', () => {
    expect(meteor('runs', ['running'])).toBeCloseTo(0.5, 9)
    expect(meteor('runs', ['walks'])).toBe(0)
    expect(meteor('', ['walks'])).toBe(0)
  })
})

describe('Porter stems', () => {
  it.each(
    `caresses:caress ponies:poni ties:ti cats:cat feed:feed agreed:agre plastered:plaster bled:bled
    motoring:motor sing:sing conflated:conflat troubled:troubl sized:size hopping:hop tanned:tan
    falling:fall hissing:hiss fizzed:fizz failing:fail filing:file happy:happi sky:sky
    relational:relat conditional:condit rational:ration valenci:valenc digitizer:digit
    triplicate:triplic formative:form formalize:formal electrical:electr hopeful:hope goodness:good
    revival:reviv allowance:allow adjustment:adjust adoption:adopt probate:probat rate:rate
    cease:ceas controlled:control roll:roll generalizations:gener oscillators:oscil by:by`
      .split(/\s+/)
      .map((pair) => pair.split(':') as [string, string]),
  )('%s is %s', (word, expected) => {
    expect(stem(word)).toBe(expected)
  })
})
